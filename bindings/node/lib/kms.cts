/** A keyring wrapped by a key of AWS KMS, through a client that the application made. */

import type { Provider } from "./providers.cjs";

/** What is needed of `new KMS()` of `@aws-sdk/client-kms`. */
export interface KmsClient {
  encrypt(input: { KeyId: string; Plaintext: Uint8Array; EncryptionContext: Record<string, string> }): Promise<{ CiphertextBlob?: Uint8Array | undefined }>;
  decrypt(input: { KeyId: string; CiphertextBlob: Uint8Array; EncryptionContext: Record<string, string> }): Promise<{ Plaintext?: Uint8Array | undefined }>;
}

/**
 * A provider: one call of KMS opens a ring, none happens afterwards. The ring file is interchangeable with the one
 * that the other languages' adapters write: the provider is called `aws-kms:` and the key's id.
 *
 * @example
 * const keyring = await Keyring.open("ring.json", kms(new KMS(), "alias/fieldveil"));
 */
export function kms(client: KmsClient, keyId: string): Provider {
  return {
    name: `aws-kms:${keyId}`,
    async wrap(key, context) {
      const answer = await client.encrypt({ KeyId: keyId, Plaintext: key, EncryptionContext: { ...context } });
      return bytes(answer.CiphertextBlob);
    },
    async unwrap(wrapped, context) {
      const answer = await client.decrypt({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { ...context } });
      return bytes(answer.Plaintext);
    },
  };
}

function bytes(blob: Uint8Array | undefined): Uint8Array {
  if (blob === undefined) throw new Error("KMS answered without a result");
  return blob;
}
