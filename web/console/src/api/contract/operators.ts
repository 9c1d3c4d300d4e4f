/** Operators, and how hosts become some. */

import type { Profile } from "./proposals.ts";
import type { Person, Time } from "./session.ts";

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
