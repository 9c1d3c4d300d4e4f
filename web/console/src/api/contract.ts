/** The REST and SSE contract of the control plane, as the console speaks it. */

export type Time = string;

export interface Me {
    member: { id: string; name: string; role: string };
    workspace: { id: string; name: string };
    session: { id: string };
    csrfToken: string;
    version: string;
}

export interface Status {
    version: string;
    startedAt: Time;
    operators: { total: number; byStatus: Partial<Record<OperatorStatus, number>> };
    pendingApprovals: number;
    runningBatches: number;
    operatorEndpoint: string;
}

export const OPERATOR_STATUSES = ["AVAILABLE", "ACTIVE", "BOUND", "OFFLINE", "STALE", "STOPPED"] as const;
export type OperatorStatus = (typeof OPERATOR_STATUSES)[number];

export type OperatorKind = "solo" | "cloud";

export interface Alarm {
    code: string;
    at: Time;
    message: string;
}

export interface Host {
    hostname: string;
    os: string;
    arch: string;
    kernel: string;
    distro: string;
    cpuCount: number;
    memoryMb: number;
    user: string;
    uid: number;
    agentVersion: string;
    container: boolean;
    initSystem: string;
    internalIp: string;
    timezone: string;
    pwd: string;
    /** Who keeps what commands print there. */
    records: "host" | "control-plane";
    confinement: Confinement;
}

/** What the host's kernel can be held to; profiles from tightest to widest. */
export interface Confinement {
    profiles: Profile[];
    landlockAbi: number;
    scopes: boolean;
}

export interface Metrics {
    cpuPercent: number;
    memoryPercent: number;
    diskPercent: number;
    memoryUsedMb: number;
    memoryTotalMb: number;
    diskUsedGb: number;
    diskTotalGb: number;
    load1: number;
    uptimeSeconds: number;
    latencyMs: number;
    at: Time;
}

export interface Operator {
    id: string;
    index: number;
    name: string;
    kind: OperatorKind;
    status: OperatorStatus;
    connected: boolean;
    boundSession: string | null;
    boundToMe: boolean;
    keyActive: boolean;
    lastHeartbeatAt: Time | null;
    enrolledAt: Time | null;
    createdAt: Time;
    labels: Record<string, string>;
    alarms: Alarm[];
    host: Host | null;
    metrics: Metrics | null;
}

/** Which operators were bound or let go, and why others were not. */
export interface ChangedOperators {
    changed: string[];
    refused: { operator: string; code: string; detail: string; advice: string }[];
}

export interface OperatorPage {
    operators: Operator[];
    next: number | string | null;
}

/** An operator together with its API key, which the control plane shows this once only. */
export interface NewKey {
    operator: Operator;
    apiKey: string;
    installCommand: string;
}

/** A token by which many hosts become operators, without the token. */
export interface DeviceLink {
    id: string;
    name: string;
    kind: OperatorKind;
    labels: Record<string, string>;
    state: "ACTIVE" | "USED_UP" | "EXPIRED" | "REVOKED";
    uses: number;
    used: number;
    createdBy: Person;
    createdAt: string;
    expiresAt: string;
    revokedBy: Person | null;
    revokedAt: string | null;
}

export interface NewDeviceLink {
    name: string;
    kind: OperatorKind;
    labels: Readonly<Record<string, string>>;
    uses: number;
    expiresInSeconds: number;
}

/** A device link together with its token, which the control plane shows this once only. */
export interface NewToken {
    link: DeviceLink;
    token: string;
    installCommand: string;
}

export interface RunCommand {
    type: "run-command";
    command: string;
    cwd?: string | null;
    env?: Record<string, string> | null;
}

/** What can be asked about one file; contents are base64. */
export type FileAction =
    | { type: "file-history"; path: string }
    | { type: "read-file"; path: string; version?: string }
    | { type: "restore-file"; path: string; version: string; content: string; base?: string }
    | { type: "delete-file"; path: string; base?: string };

export const STRATEGIES = ["sequential", "rolling", "canary", "parallel"] as const;
export type Strategy = (typeof STRATEGIES)[number];
export type Risk = "LOW" | "MEDIUM" | "HIGH";

export interface ProposalRequest {
    action: RunCommand;
    targets: string;
    strategy?: Strategy;
    /** Numbers of hosts, plain or as a share of those meant: "10", "10%". */
    atOnce?: string;
    canary?: string;
    failures?: string;
    pauseSeconds?: number;
    askEachWave?: boolean;
    deliverSeconds?: number;
    validSeconds?: number;
    reason?: string;
}

/** What was signed, in plain numbers of hosts. */
export interface Limits {
    atOnce: number;
    canary: number;
    failures: number;
    pauseSeconds: number;
    askEachWave: boolean;
    /** How long hosts that were away still get their order; 0 for as long as the permit holds. */
    deliverSeconds: number;
}

/** What the kernel of a host lets an action do. */
export type Profile = "look" | "inspect" | "change" | "system";

export interface Verdict {
    kind: "ALLOW" | "ASK" | "DENY";
    risk: Risk;
    effects: string[];
    profile: Profile;
    reasons: string[];
}

/** What would become of a command. */
export interface Explanation {
    command: string;
    verdict: "allow" | "ask" | "deny";
    risk: Risk | null;
    effects: string[];
    profile: Profile | null;
    reasons: string[];
}

/** Version 0 are the defaults, which nobody has set. */
export interface Policy {
    version: number;
    text: string;
    digest: string | null;
    setBy: Person | null;
    setAt: Time | null;
}

export interface PolicyDiff {
    from: number;
    to: number;
    lines: { kind: "SAME" | "ADDED" | "REMOVED"; text: string }[];
}

export interface DifferingLine {
    /** In both, only in the output that is asked about, only in the other, or words for lines that are in both. */
    kind: "SAME" | "ADDED" | "REMOVED" | "LEFT_OUT";
    text: string;
}

/** One stream of two hosts. */
export interface Compared {
    likeness: "SAME" | "SIMILAR" | "OTHER";
    /** Only the beginning was compared. */
    cut: boolean;
    lines: DifferingLine[];
}

export interface Difference {
    stdout: Compared;
    stderr: Compared;
}

export interface Proposed {
    proposal: Approval;
    batchId: string;
    verdict: Verdict;
    /** Hosts of an undone batch where it changed nothing. */
    leftOut?: { operatorId: string; name: string; state: ExecutionState }[];
}

export type ApprovalState = "PENDING" | "GRANTED" | "DENIED" | "EXPIRED" | "AUTOMATIC";

export interface Person {
    id: string;
    name: string;
}

export interface Target {
    operatorId: string;
    name: string;
    hostname: string | null;
    /** Who keeps what the command prints there. */
    records: "host" | "control-plane";
}

/** What one member said, and from where. */
export interface Vote {
    by: Person;
    answer: "YES" | "NO";
    at: Time;
    address: string | null;
}

export interface Approval {
    id: string;
    batchId: string;
    state: ApprovalState;
    digest: string;
    action: RunCommand;
    targets: Target[];
    targetCount: number;
    strategy: Strategy;
    limits: Limits;
    risk: Risk;
    /** What it would do, in words, most serious first. */
    effects: string[];
    profile: Profile;
    reasons: string[];
    reason: string | null;
    /** A unified diff of the file it would change. */
    diff: string | null;
    requestedBy: Person;
    requestedFrom: string | null;
    requestedAt: Time;
    expiresAt: Time;
    /** How many different members have to agree. */
    quorum: number;
    requesterMayApprove: boolean;
    votes: Vote[];
    decidedBy: Person | null;
    decidedAt: Time | null;
    selfApproved: boolean;
    feedback: string | null;
}

export type BatchState = "WAITING" | "RUNNING" | "COMPLETED" | "FAILED" | "STOPPED" | "CANCELLED";

export interface Counts {
    waiting: number;
    dispatched: number;
    running: number;
    succeeded: number;
    failed: number;
    refused: number;
    interrupted: number;
    voided: number;
    skipped: number;
    undelivered: number;
    unknown: number;
}

/** Of how many executions the control plane keeps the output, and did until its time was over; of the others the hosts do. */
export interface KeptRecords {
    controlPlane: number;
    over: number;
}

/** How far a batch has come in its waves, which are counted from 1. */
export interface Waves {
    count: number;
    begun: number;
    /** The wait before wave `begun + 1`, while there is one. */
    halt: Halt | null;
    goAheads: { wave: number; by: Person; at: Time; address: string }[];
}

export interface Halt {
    hosts: number;
    since: Time;
    until: Time;
    /** Whether somebody's word is waited for. */
    asks: boolean;
}

export interface Batch {
    id: string;
    proposalId: string;
    state: BatchState;
    cancelling?: boolean;
    command: string;
    strategy: Strategy;
    targetCount: number;
    counts: Counts;
    waves: Waves;
    records: KeptRecords;
    requestedBy: Person;
    createdAt: Time;
    startedAt: Time | null;
    finishedAt: Time | null;
    executions?: Execution[];
}

export interface BatchPage {
    batches: Batch[];
    next: string | null;
}

export type ExecutionState =
    | "WAITING"
    | "DISPATCHED"
    | "RUNNING"
    | "FINISHED"
    | "REFUSED"
    | "INTERRUPTED"
    | "VOIDED"
    | "SKIPPED"
    | "UNDELIVERED"
    | "UNKNOWN";

export interface Execution {
    id: string;
    index: number;
    operatorId: string;
    name?: string;
    hostname: string | null;
    state: ExecutionState;
    exitCode: number | null;
    startedAt: Time | null;
    finishedAt: Time | null;
    durationMs: number | null;
    stdoutBytes: number;
    stderrBytes: number;
    stdoutSha256: string | null;
    stderrSha256: string | null;
    message: string | null;
}

export type StreamName = "stdout" | "stderr";

/** One execution in bytes: what stayed on its host, and what left it. */
export interface Transmission {
    executionId: string;
    batchId: string;
    operatorId: string;
    name: string;
    type: string;
    command: string;
    at: Time;
    keptBytes: number;
    metadataBytes: number;
    outputBytes: number;
    /** From 0 to 1; null when nothing was printed. */
    keptShare: number | null;
    state: ExecutionState;
    exitCode: number | null;
    stdoutSha256: string | null;
    stderrSha256: string | null;
}

export interface TransmissionPage {
    transmissions: Transmission[];
    next: string | null;
}

export interface TransmissionTotals {
    keptBytes: number;
    transmittedBytes: number;
    receivedBytes: number;
    keptShare: number | null;
    kinds: { kind: string; frames: number; transmittedBytes: number; receivedBytes: number }[];
}

/** Events of `GET /batches/{id}/events`, by name. */
export interface BatchEvents {
    batch: Batch;
    execution: Execution;
    output: { executionId: string; stream: StreamName; offset: number; data: string };
    gap: { executionId: string; stream: StreamName; from: number; to: number };
    end: { state: BatchState };
}

/** Events of `GET /events`, by name. */
export interface WorkspaceEvents {
    operator: Operator;
    approval: Approval;
    batch: Batch;
    resync: Record<string, never>;
}

/** RFC 9457, as every refusal arrives. */
export interface ProblemDetail {
    type?: string;
    title?: string;
    status?: number;
    detail?: string;
    code?: string;
    advice?: string;
    requestId?: string;
    /** What it would have done, where the guard denied it. */
    effects?: string[];
}
