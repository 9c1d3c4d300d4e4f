import { randomBytes } from "node:crypto";
import type { DeviceLink, NewDeviceLink, NewToken } from "../../src/api/contract.ts";
import { ME } from "./me.ts";
import { Refusal } from "./Refusal.ts";

/** The device links of the fake server. */
export class DeviceLinks {
    readonly all: DeviceLink[] = [];

    create(wanted: NewDeviceLink): NewToken {
        if (!/^[\w.{}-]+$/.test(wanted.name))
            throw new Refusal(400, "invalid-value", "The name of many hosts is wrong.", "Correct 'name'.");
        const id = `dl_${String(this.all.length + 1).padStart(26, "0")}`;
        const link: DeviceLink = {
            id,
            name: wanted.name,
            kind: wanted.kind,
            labels: { ...wanted.labels },
            state: "ACTIVE",
            uses: wanted.uses,
            used: 0,
            createdBy: ME,
            createdAt: new Date().toISOString(),
            expiresAt: new Date(Date.now() + wanted.expiresInSeconds * 1_000).toISOString(),
            revokedBy: null,
            revokedAt: null,
        };
        this.all.unshift(link);
        const token = `dlk_${id.slice(3)}_${randomBytes(26).toString("hex")}`;
        return {
            link,
            token,
            installCommand: `curl -fsSk --pinnedpubkey 'sha256//x' https://127.0.0.1:8443/drop | DROPOPS_OPERATOR_SESSION=${token} bash -s --`,
        };
    }

    revoke(id: string): DeviceLink {
        return this.change(id, { state: "REVOKED", revokedBy: ME, revokedAt: new Date().toISOString() });
    }

    change(id: string, differing: Partial<DeviceLink>): DeviceLink {
        const place = this.all.findIndex((each) => each.id === id);
        const before = this.all[place];
        if (!before) throw new Refusal(404, "not-found", "There is no such device link.", "Check the id.");
        const after = { ...before, ...differing };
        this.all[place] = after;
        return after;
    }
}
