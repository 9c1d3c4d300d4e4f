import type { Approval, Execution, Limits, Operator, Person, Waves } from "../src/api/contract.ts";

/** An active operator on its own host. */
export function operator(index: number, differing: Partial<Operator> = {}): Operator {
    return {
        id: `op_${String(index).padStart(26, "0")}`,
        index,
        name: `operator-${index}`,
        kind: "solo",
        status: "ACTIVE",
        connected: true,
        boundSession: null,
        boundToMe: false,
        keyActive: true,
        lastHeartbeatAt: "2026-01-01T00:00:00Z",
        enrolledAt: "2026-01-01T00:00:00Z",
        createdAt: "2026-01-01T00:00:00Z",
        labels: {},
        alarms: [],
        host: {
            hostname: `host-${index}`,
            os: "Linux",
            arch: "amd64",
            kernel: "6.1.0",
            distro: "Debian 12",
            cpuCount: 4,
            memoryMb: 8_192,
            user: "ops",
            uid: 1_000,
            agentVersion: "0.1.0",
            container: false,
            initSystem: "systemd",
            internalIp: `10.0.0.${index % 250}`,
            timezone: "UTC",
            pwd: "/home/ops",
            records: "host",
            confinement: { profiles: ["look", "inspect", "change", "system"], landlockAbi: 7, scopes: true },
        },
        metrics: null,
        ...differing,
    };
}

/** An execution that finished well. */
export function execution(index: number, differing: Partial<Execution> = {}): Execution {
    return {
        id: String(index).padStart(64, "0"),
        index,
        operatorId: `op_${String(index).padStart(26, "0")}`,
        hostname: `host-${index}`,
        state: "FINISHED",
        exitCode: 0,
        startedAt: "2026-01-01T00:00:00Z",
        finishedAt: "2026-01-01T00:00:01Z",
        durationMs: 1_000,
        stdoutBytes: 6,
        stderrBytes: 0,
        stdoutSha256: "same",
        stderrSha256: "same",
        message: null,
        ...differing,
    };
}

export const OWNER: Person = { id: "mb_1", name: "owner" };
export const OTHER: Person = { id: "mb_2", name: "Ada" };

export const ONE_BY_ONE: Limits = {
    atOnce: 1,
    canary: 0,
    failures: 0,
    pauseSeconds: 0,
    askEachWave: false,
    deliverSeconds: 0,
};

export const ONE_WAVE: Waves = { count: 1, begun: 0, halt: null, goAheads: [] };

/** A question that waits, of the owner about one host. */
export function approval(differing: Partial<Approval> = {}): Approval {
    return {
        id: "pr_1",
        batchId: "ba_1",
        state: "PENDING",
        digest: "d1".repeat(32),
        action: { type: "run-command", command: "touch /tmp/x" },
        targets: [{ operatorId: "op_1", name: "web-1", hostname: "host-1", records: "host" }],
        targetCount: 1,
        strategy: "sequential",
        limits: ONE_BY_ONE,
        risk: "MEDIUM",
        effects: ["writes /tmp/x"],
        profile: "change",
        reasons: ["changes a file"],
        reason: null,
        diff: null,
        requestedBy: OWNER,
        requestedFrom: "127.0.0.1",
        requestedAt: "2026-01-01T00:00:00Z",
        expiresAt: "2026-01-01T00:05:00Z",
        quorum: 1,
        requesterMayApprove: true,
        votes: [],
        decidedBy: null,
        decidedAt: null,
        selfApproved: false,
        feedback: null,
        ...differing,
    };
}
