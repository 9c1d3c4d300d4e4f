package ai.dropops.web.link;

import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;

/**
 * What makes a host an operator.
 *
 * @param certificate the operator's and the authority's, in PEM
 * @param permitKeyId the digest of the permit key, hexadecimal
 * @param permitKey raw Ed25519, base64
 */
record EnrolAnswer(
        OperatorId operatorId,
        WorkspaceId workspaceId,
        String certificate,
        String ca,
        String permitKeyId,
        VerifyingKey permitKey) {}
