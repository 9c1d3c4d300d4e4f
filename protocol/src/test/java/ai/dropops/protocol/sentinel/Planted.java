package ai.dropops.protocol.sentinel;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Made-up secrets of every kind, each as an author of random ones: none was ever anybody's. */
final class Planted {
    static final String DIGITS = "0123456789";
    static final String HEX = DIGITS + "abcdef";
    static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static final String LETTERS = UPPER + "abcdefghijklmnopqrstuvwxyz";
    static final String ALNUM = LETTERS + DIGITS;
    static final String URL64 = ALNUM + "_-";
    static final String BASE64 = ALNUM + "+/";

    /** By kind, what makes one: the secret is between « and », the text around it stays. */
    private static final Map<String, Function<Random, String>> BY_KIND = new LinkedHashMap<>();

    static {
        put(
                "private_key",
                r -> "«" + pem(r, pick(r, "", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "), 1 + r.nextInt(60)) + "»");
        put("age_key", r -> "«AGE-SECRET-KEY-1" + of(r, UPPER + DIGITS, 58) + "»");
        put("wireguard_key", r -> pick(r, "Private", "Preshared") + "Key = «" + of(r, BASE64, 43) + "=»");
        put("kube_client_key", r -> "client-key-data: «" + of(r, BASE64, 200 + r.nextInt(900)) + "==»");
        put(
                "dropops_key",
                r -> "«dok_" + of(r, DIGITS + "abcdefghijklmnopqrstuv", 26) + "_"
                        + of(r, DIGITS + "abcdefghijklmnopqrstuv", 52) + "»");
        put("aws_access_key", r -> "«" + pick(r, "AKIA", "ASIA") + of(r, UPPER + DIGITS, 16) + "»");
        put(
                "aws_secret_key",
                r -> pick(
                                r,
                                "aws_secret_access_key = ",
                                "AWS_SECRET_ACCESS_KEY=",
                                "\"SecretAccessKey\": \"",
                                "aws_secret_key: ")
                        + "«" + of(r, BASE64, 39) + of(r, ALNUM, 1) + "»");
        put(
                "aws_arn",
                r -> "«arn:aws:" + pick(r, "iam", "s3", "lambda") + ":" + pick(r, "", "eu-west-1") + ":"
                        + of(r, DIGITS, 12) + ":role/" + of(r, LETTERS, 8) + "»");
        put(
                "aws_account_id",
                r -> pick(r, "Account: ", "account_id = ", "\"accountId\": \"", "OwnerId\": \"", "account id ") + "«"
                        + of(r, DIGITS, 12) + "»");
        put("gcp_api_key", r -> "«AIza" + of(r, URL64, 35) + "»");
        put(
                "gcp_oauth",
                r -> "«" + pick(r, "ya29." + of(r, URL64, 120), "GOCSPX-" + of(r, URL64, 28), "1//0" + of(r, URL64, 60))
                        + "»");
        put(
                "azure_secret",
                r -> pick(
                        r,
                        "AccountKey=«" + of(r, BASE64, 86) + "==»",
                        "SharedAccessKey=«" + of(r, BASE64, 43) + "=»",
                        "?sv=2022&sig=«" + of(r, ALNUM, 43) + "%3D»",
                        "«" + of(r, ALNUM, 3) + "8Q~" + of(r, ALNUM, 34) + "»"));
        put("digitalocean_token", r -> "«do" + pick(r, "p", "o", "r") + "_v1_" + of(r, HEX, 64) + "»");
        put("alibaba_key", r -> "«LTAI" + of(r, ALNUM, 20) + "»");
        put(
                "heroku_key",
                r -> pick(
                        r,
                        "HEROKU_API_KEY=«" + uuid(r) + "»",
                        "«HRKU-" + of(r, URL64, 36) + "»",
                        "heroku_key: «" + uuid(r) + "»"));
        put("databricks_token", r -> "«dapi" + of(r, HEX, 32) + "»");
        put("terraform_token", r -> "«" + of(r, ALNUM, 14) + ".atlasv1." + of(r, URL64, 67) + "»");
        put("vault_token", r -> "«hv" + pick(r, "s", "b", "r") + "." + of(r, URL64, 24 + r.nextInt(80)) + "»");
        put("doppler_token", r -> "«dp." + pick(r, "pt", "st", "ct") + "." + of(r, ALNUM, 43) + "»");
        put("github_token", r -> "«" + pick(r, "ghp_", "gho_", "ghu_", "ghs_", "ghr_") + of(r, ALNUM, 36) + "»");
        put("gitlab_token", r -> "«" + pick(r, "glpat-", "gldt-", "glrt-", "glptt-") + of(r, URL64, 20) + "»");
        put("bitbucket_token", r -> "«" + pick(r, "ATATT3xFf" + of(r, URL64, 170), "ATBB" + of(r, ALNUM, 32)) + "»");
        put("npm_token", r -> "«npm_" + of(r, ALNUM, 36) + "»");
        put("pypi_token", r -> "«pypi-AgEIcHlwaS5vcmc" + of(r, URL64, 150) + "»");
        put("rubygems_token", r -> "«rubygems_" + of(r, HEX, 48) + "»");
        put(
                "docker_token",
                r -> pick(r, "«dckr_pat_" + of(r, URL64, 27) + "»", "\"auth\": \"«" + of(r, BASE64, 40) + "»"));
        put("sentry_token", r -> "«sntry" + pick(r, "s_", "u_") + of(r, ALNUM, 64) + "»");
        put("postman_key", r -> "«PMAK-" + of(r, HEX, 24) + "-" + of(r, HEX, 34) + "»");
        put("slack_token", r -> "«" + pick(r, "xoxb-", "xoxp-", "xoxe.xoxp-1-", "xapp-1-A") + of(r, ALNUM, 40) + "»");
        put(
                "webhook_url",
                r -> "«"
                        + pick(
                                r,
                                "https://hooks.slack.com/services/T" + of(r, ALNUM, 9) + "/B" + of(r, ALNUM, 9) + "/",
                                "https://discord.com/api/webhooks/" + of(r, DIGITS, 18) + "/")
                        + of(r, ALNUM, 24) + "»");
        put(
                "discord_token",
                r -> "«"
                        + Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(("9" + of(r, DIGITS, 17)).getBytes(StandardCharsets.US_ASCII))
                        + "." + of(r, URL64, 6) + "." + of(r, URL64, 27) + "»");
        put("telegram_token", r -> "«" + of(r, "123456789", 10) + ":AA" + of(r, URL64, 33) + "»");
        put("sendgrid_key", r -> "«SG." + of(r, URL64, 22) + "." + of(r, URL64, 43) + "»");
        put("mailgun_key", r -> "«key-" + of(r, HEX, 32) + "»");
        put("mailchimp_key", r -> "«" + of(r, HEX, 32) + "-us" + of(r, "123456789", 1) + "»");
        put("twilio_sid", r -> "«" + pick(r, "AC", "SK") + of(r, HEX, 32) + "»");
        put("stripe_key", r -> "«" + pick(r, "sk_live_", "rk_test_", "sk_test_", "whsec_") + of(r, ALNUM, 32) + "»");
        put("square_token", r -> "«" + pick(r, "sq0atp-" + of(r, URL64, 22), "EAAA" + of(r, ALNUM, 60)) + "»");
        put("shopify_token", r -> "«" + pick(r, "shpat_", "shpss_") + of(r, HEX, 32) + "»");
        put("anthropic_key", r -> "«sk-ant-api03-" + of(r, URL64, 93) + "AA»");
        put("openai_key", r -> "«sk-" + pick(r, "", "proj-", "svcacct-") + of(r, ALNUM, 48) + "»");
        put("huggingface_token", r -> "«" + pick(r, "hf_", "api_org_") + of(r, ALNUM, 34) + "»");
        put("model_key", r -> "«" + pick(r, "gsk_", "pplx-") + of(r, ALNUM, 52) + "»");
        put("grafana_token", r -> "«" + pick(r, "glsa_", "glc_") + of(r, ALNUM, 41) + "»");
        put("newrelic_key", r -> "«NRAK-" + of(r, UPPER + DIGITS, 27) + "»");
        put(
                "datadog_key",
                r -> pick(r, "DD_API_KEY=", "datadog_app_key: ", "\"dd-api-key\": \"") + "«" + of(r, HEX, 32) + "»");
        put(
                "okta_token",
                r -> pick(r, "Authorization: SSWS ", "OKTA_API_TOKEN=", "okta_token: ") + "«00" + of(r, URL64, 40)
                        + "»");
        put("notion_token", r -> "«" + pick(r, "ntn_", "lin_api_") + of(r, ALNUM, 46) + "»");
        put("jwt", r -> pick(r, "", "Bearer ", "token=") + "«" + jwt(r) + "»");
        put(
                "url_with_credentials",
                r -> "«" + pick(r, "https", "http", "ftp") + "://" + of(r, LETTERS, 6) + ":" + of(r, ALNUM, 12) + "@"
                        + of(r, "abcdef", 8) + ".example/" + of(r, ALNUM, 5) + "»");
        put(
                "connection_string",
                r -> "«" + pick(r, "postgres", "postgresql", "mysql", "mongodb+srv", "redis", "amqps") + "://app:"
                        + of(r, ALNUM + "!*.", 14) + "@db" + of(r, DIGITS, 2) + ":5432/app»");
        put(
                "bearer_token",
                r -> pick(r, "Authorization: Bearer ", "authorization: bearer ", "-H 'Authorization: Bearer ") + "«a1"
                        + of(r, URL64, 30) + "»");
        put(
                "basic_auth",
                r -> pick(
                        r,
                        "Authorization: Basic «" + of(r, BASE64, 24) + "==»",
                        "curl -u admin:«" + of(r, ALNUM, 12) + "»"));
        put("session_cookie", r -> pick(r, "Set-Cookie: ", "Cookie: ") + "«sid=" + of(r, ALNUM, 40) + "; Path=/»\n");
        put(
                "password_hash",
                r -> "root:«$" + pick(r, "6$", "1$", "y$j9T$", "2b$12$", "apr1$") + of(r, ALNUM + "./", 60)
                        + "»:19000:0:");
        put(
                "oauth_secret",
                r -> pick(r, "client_secret=", "\"clientSecret\": \"", "refresh_token: ", "CONSUMER_SECRET=") + "«"
                        + of(r, ALNUM, 32) + "»");
        put(
                "password_config",
                r -> pick(
                                r,
                                "password=",
                                "DB_PASSWORD=",
                                "\"password\": \"",
                                "db.passwd = ",
                                "api_key: ",
                                "export MYSQL_PWD=",
                                "--password ",
                                "--token=",
                                "secret => '",
                                "passphrase: \"")
                        + "«" + of(r, ALNUM, 10) + "7xQ»");
        put("credit_card", r -> "«" + card(r) + "»");
        put(
                "ssn",
                r -> "«" + (100 + r.nextInt(500)) + "-" + (10 + r.nextInt(89)) + "-" + (1000 + r.nextInt(8999)) + "»");
        put("iban", r -> "«" + iban(r) + "»");
        put(
                "email",
                r -> "«" + of(r, ALNUM, 5) + pick(r, ".", "_", "+") + of(r, ALNUM, 5) + "@" + of(r, "abcdefgh", 7)
                        + pick(r, ".com", ".co.uk", ".example") + "»");
        put(
                "phone",
                r -> "«" + pick(r, "+1 415 555 0", "(415) 555-0", "415-555-0", "+44 20 7946 0", "+1 (415) 555-0")
                        + of(r, DIGITS, 3) + "»");
        put(
                "ipv4",
                r -> "«" + (1 + r.nextInt(99)) + "." + r.nextInt(256) + "." + r.nextInt(256) + "." + r.nextInt(256)
                        + "»");
        put(
                "ipv6",
                r -> "«" + pick(r, "2001:db8:", "fd12:3456:", "fe80:") + ":" + of(r, "123456789abcdef", 4) + ":"
                        + of(r, "123456789abcdef", 3) + "»");
        put("mac_address", r -> "«" + mac(r, pick(r, ":", "-")) + "»");
        put(
                "host_name",
                r -> "«" + pick(r, "web-", "db.eu.") + of(r, "abcdef", 5)
                        + pick(r, ".internal", ".corp", ".lan", ".local", ".compute.amazonaws.com") + "»");
    }

    private Planted() {}

    private static void put(String kind, Function<Random, String> maker) {
        BY_KIND.put(kind, maker);
    }

    static Set<String> kinds() {
        return BY_KIND.keySet();
    }

    static String make(String kind, Random random) {
        String made = requireNonNull(BY_KIND.get(kind)).apply(random);
        int secret = made.indexOf('«');
        boolean isQuoted = secret > 0 && "\"'".indexOf(made.charAt(secret - 1)) >= 0;
        return isQuoted ? made.replace("»", "»" + made.charAt(secret - 1)) : made;
    }

    static String of(Random random, String alphabet, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    static String pick(Random random, String... options) {
        return options[random.nextInt(options.length)];
    }

    static String uuid(Random r) {
        return of(r, HEX, 8) + "-" + of(r, HEX, 4) + "-" + of(r, HEX, 4) + "-" + of(r, HEX, 4) + "-" + of(r, HEX, 12);
    }

    static String pem(Random r, String kind, int lines) {
        var key = new StringBuilder("-----BEGIN " + kind + "PRIVATE KEY-----\n");
        for (int i = 0; i < lines; i++) {
            key.append(of(r, BASE64, 64)).append('\n');
        }
        return key.append("-----END " + kind + "PRIVATE KEY-----").toString();
    }

    private static String jwt(Random r) {
        return "eyJhbGciOiJSUzI1NiJ9.eyJ" + of(r, URL64, 40 + r.nextInt(400)) + "." + of(r, URL64, 43 + r.nextInt(300));
    }

    private static String mac(Random r, String between) {
        var mac = new StringBuilder(of(r, HEX, 2));
        for (int i = 0; i < 5; i++) {
            mac.append(between).append(of(r, HEX, 2));
        }
        return mac.toString();
    }

    private static String card(Random r) {
        String start = pick(r, "4", "51", "55", "6011") + of(r, DIGITS, 15);
        String number = start.substring(0, 15);
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int digit = (number.charAt(14 - i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        number += (10 - sum % 10) % 10;
        String between = pick(r, "", " ", "-");
        return String.join(
                between, number.substring(0, 4), number.substring(4, 8), number.substring(8, 12), number.substring(12));
    }

    private static String iban(Random r) {
        String account = of(r, DIGITS, 18);
        var number = new BigInteger(account + "131400");
        String iban =
                "DE" + "%02d".formatted(98 - number.mod(BigInteger.valueOf(97)).intValue()) + account;
        return r.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
