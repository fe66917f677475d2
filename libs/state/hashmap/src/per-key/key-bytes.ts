/** Bytes as a text of characters 0 to 255: what a Map can compare. */
export function textOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The inverse of {@link textOfBytes}. */
export function bytesOfText(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
