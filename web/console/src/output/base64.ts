type FromBase64 = (text: string) => Uint8Array;

const native = (Uint8Array as unknown as { fromBase64?: FromBase64 }).fromBase64;

/** Decodes base64 as the event stream carries output. */
export const fromBase64: FromBase64 = native
    ? (text) => native.call(Uint8Array, text)
    : (text) => {
          const binary = atob(text);
          const bytes = new Uint8Array(binary.length);
          for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
          return bytes;
      };
