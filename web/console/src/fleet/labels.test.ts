import { expect, test } from "vitest";
import { labelsText, parseLabels } from "./labels.ts";

test("labels are written as they are read", () => {
    const labels = { role: "web", zone: "eu-1" };
    expect(labelsText(labels)).toBe("role=web zone=eu-1");
    expect(parseLabels(labelsText(labels))).toEqual({ labels });
    expect(parseLabels(" role=web,  zone=eu-1 ")).toEqual({ labels });
    expect(parseLabels("")).toEqual({ labels: {} });
});

test.each(["role", "=web", "role=", "Role=web", "role=a b=c d", "role=web role=db", "role=-"])(
    "%s is refused with a reason",
    (text) => {
        expect(parseLabels(text)).toHaveProperty("problem");
    },
);
