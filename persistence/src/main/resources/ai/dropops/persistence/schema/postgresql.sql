-- What SQLite brings along and our queries use; and who may connect. Made anew at every start.
CREATE OR REPLACE FUNCTION instr(whole text, part text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT strpos(whole, part) $$;
CREATE OR REPLACE FUNCTION json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{}' $$;
CREATE OR REPLACE FUNCTION dropops_admit(process text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM node WHERE client = process AND fenced = 1) THEN RAISE EXCEPTION 'this node was fenced by another one'; END IF; END $$;
