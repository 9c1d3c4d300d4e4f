import { describe, expect, it } from "vitest";
import { approval, OTHER, OWNER } from "../../test/examples.ts";
import type { Vote } from "../api/contract.ts";
import { bar, furthest, keptHere, standing } from "./approval.ts";

const yes = (by: { id: string; name: string }): Vote => ({
    by,
    answer: "YES",
    at: "2026-01-01T00:00:10Z",
    address: "192.0.2.1",
});

describe("an approval as it is known", () => {
    it("never opens again, whichever answer comes last", () => {
        const pending = approval();
        const granted = approval({ state: "GRANTED", decidedBy: OTHER });
        expect(furthest(granted, pending).state).toBe("GRANTED");
        expect(furthest(pending, granted).state).toBe("GRANTED");
        expect(furthest(undefined, pending).state).toBe("PENDING");
    });

    it("forgets no vote to an answer that was overtaken", () => {
        const one = approval({ quorum: 2, votes: [yes(OTHER)] });
        expect(furthest(one, approval({ quorum: 2 })).votes).toHaveLength(1);
    });

    it("keeps the hosts an event leaves out", () => {
        const [host] = approval().targets;
        const whole = approval({ targetCount: 2, targets: host ? [host, { ...host, operatorId: "op_2" }] : [] });
        const event = { ...whole, state: "GRANTED" as const, targets: whole.targets.slice(0, 1) };
        expect(furthest(whole, event)).toMatchObject({ state: "GRANTED", targets: whole.targets });
    });

    it("names the hosts whose output is kept here", () => {
        const [host] = approval().targets;
        const targets = host ? [host, { ...host, operatorId: "op_2", records: "control-plane" as const }] : [];
        expect(keptHere(approval({ targets })).map((target) => target.operatorId)).toEqual(["op_2"]);
    });

    it("says who is waited for", () => {
        expect(standing(approval({ quorum: 2 }))).toBe("0 of 2 agreed, waiting for 2 people");
        expect(standing(approval({ quorum: 2, votes: [yes(OTHER)] }))).toBe(
            "1 of 2 agreed, waiting for another person",
        );
        expect(standing(approval({ quorum: 3, votes: [yes(OTHER)] }))).toBe("1 of 3 agreed, waiting for 2 more people");
        expect(standing(approval({ requesterMayApprove: false }))).toBe("0 of 1 agreed, waiting for one person");
        expect(standing(approval({ quorum: 2, votes: [yes(OTHER), yes(OWNER)], state: "GRANTED" }))).toBe(
            "2 of 2 agreed",
        );
    });

    it("bars whoever has agreed, and whoever asks where another person has to", () => {
        expect(bar(approval(), OWNER.id)).toBeNull();
        expect(bar(approval({ quorum: 2, votes: [yes(OWNER)] }), OWNER.id)).toBe("agreed");
        expect(bar(approval({ requesterMayApprove: false }), OWNER.id)).toBe("asked");
        expect(bar(approval({ requesterMayApprove: false }), OTHER.id)).toBeNull();
        expect(bar(approval({ requesterMayApprove: false }), null)).toBeNull();
    });
});
