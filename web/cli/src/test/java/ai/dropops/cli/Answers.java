package ai.dropops.cli;

/** JSON as the control plane answers it. */
final class Answers {
    static final String EXECUTION = "a1".repeat(32);
    static final String PROPOSAL = "pr_000000000000000000000000s4";
    static final String BATCH = "ba_000000000000000000000000s4";

    private Answers() {}

    static String operator(int index, String name, String status, boolean mine) {
        return """
            {"id":"op_%d","index":%d,"name":"%s","kind":"solo","status":"%s","connected":true,"boundSession":null,
             "boundToMe":%s,"keyActive":true,"lastHeartbeatAt":"2026-01-01T00:00:00Z","enrolledAt":null,
             "createdAt":"2026-01-01T00:00:00Z","labels":{"role":"web"},"alarms":[],
             "host":{"hostname":"host-%s","distro":"debian 12","arch":"amd64","user":"deploy"},
             "metrics":{"cpuPercent":12.4,"memoryPercent":-1}}""".formatted(index, index, name, status, mine, name);
    }

    static String operators(String next, String... operators) {
        return "{\"operators\":[" + String.join(",", operators) + "],\"next\":" + next + "}";
    }

    static String approval(String state, String risk, int targets, String strategy) {
        var hosts = new StringBuilder();
        for (int i = 0; i < targets; i++) {
            hosts.append(i == 0 ? "" : ",")
                    .append("{\"operatorId\":\"op_%d\",\"name\":\"n%d\",\"hostname\":\"h%d\"}".formatted(i, i, i));
        }
        return """
            {"id":"%s","batchId":"%s","state":"%s","digest":"%s","action":{"type":"run-command","command":"echo \\u001b[2Jhi",
             "cwd":"","env":{}},"targets":[%s],"targetCount":%d,"strategy":"%s",
             "limits":{"atOnce":%d,"canary":0,"failures":0,"pauseSeconds":0,"askEachWave":false},"risk":"%s",
             "effects":["writes \\u001b[2J/etc/motd","restarts nginx"],"profile":"change",
             "reasons":["because"],"reason":null,"diff":null,"requestedFrom":"127.0.0.1","quorum":1,
             "requesterMayApprove":true,"votes":[],"requestedBy":{"id":"mb_1","name":"owner"},
             "requestedAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-02T00:00:00Z","decidedBy":{"id":"mb_2","name":"Ada"},
             "decidedAt":null,"selfApproved":false,"feedback":"not today"}""".formatted(
                        PROPOSAL,
                        BATCH,
                        state,
                        "d1".repeat(32),
                        hosts,
                        targets,
                        strategy,
                        strategy.equals("parallel") ? targets : 1,
                        risk);
    }

    static String proposed(String state, int targets, String strategy) {
        return "{\"proposal\":%s,\"batchId\":\"%s\",\"verdict\":{\"kind\":\"ASK\",\"risk\":\"MEDIUM\",\"reasons\":[]}}"
                .formatted(approval(state, "MEDIUM", targets, strategy), BATCH);
    }

    static String batch(String state, String... executions) {
        String started = state.equals("WAITING") ? "null" : "\"2026-01-01T00:00:00Z\"";
        return """
            {"id":"%s","proposalId":"%s","state":"%s","command":"echo hi","strategy":"sequential","targetCount":%d,
             "counts":{"succeeded":1},"requestedBy":{"id":"mb_1","name":"owner"},"createdAt":"2026-01-01T00:00:00Z",
             "startedAt":%s,"finishedAt":"2026-01-01T00:00:01.5Z","executions":[%s]}""".formatted(BATCH, PROPOSAL, state, executions.length, started, String.join(",", executions))
                .replace("\n", "");
    }

    /** A batch of four hosts between its first and its second wave. */
    static String halted(boolean asks) {
        return batch("RUNNING")
                .replace(
                        "\"counts\":",
                        "\"waves\":{\"count\":2,\"begun\":1,\"goAheads\":[],\"halt\":{\"hosts\":2,\"since\":\"2026-01-01T00:00:01Z\",\"until\":\"2026-01-01T00:05:01Z\",\"asks\":%s}},\"counts\":"
                                .formatted(asks));
    }

    static String execution(int index, String id, String state, int exitCode, int stdoutBytes, int stderrBytes) {
        return """
            {"id":"%s","index":%d,"operatorId":"op_%d","name":"n%d","hostname":"h%d","state":"%s","exitCode":%s,
             "startedAt":null,"finishedAt":null,"durationMs":null,"stdoutBytes":%d,"stderrBytes":%d,
             "stdoutSha256":null,"stderrSha256":null,"message":null}""".formatted(
                        id,
                        index,
                        index,
                        index,
                        index,
                        state,
                        state.equals("FINISHED") ? exitCode : null,
                        stdoutBytes,
                        stderrBytes)
                .replace("\n", "");
    }

    static String id(int index) {
        return "%02x".formatted(index).repeat(32);
    }
}
