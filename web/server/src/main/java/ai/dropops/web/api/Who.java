package ai.dropops.web.api;

import ai.dropops.protocol.identity.MemberId;

/** A member as others see them. */
record Who(MemberId id, String name) {}
