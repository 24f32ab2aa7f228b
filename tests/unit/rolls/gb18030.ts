/** Bytes of every character as a mainland spreadsheet writes them. Node decodes GB18030 but does not encode it. */
export function encodeGb18030(text: string): Uint8Array {
  const twoBytes = twoByteTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const two = twoBytes.get(character);
    if (code < 0x80) bytes.push(code);
    else if (two !== undefined) bytes.push(...two);
    else bytes.push(...fourBytes(character, code));
  }
  return Uint8Array.from(bytes);
}

function twoByteTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const single = trail !== 0x7f && [...character].length === 1 && character !== '\ufffd';
      // Two sequences decode to the ideographic space; the first is the one that programs write.
      if (single && !table.has(character)) table.set(character, [lead, trail]);
    }
  }
  return table;
}

function sequence(linear: number): readonly [number, number, number, number] {
  const [b4, r4] = [linear % 10, Math.floor(linear / 10)];
  const [b3, r3] = [r4 % 126, Math.floor(r4 / 126)];
  return [0x81 + Math.floor(r3 / 10), 0x30 + (r3 % 10), 0x81 + b3, 0x30 + b4];
}

/** Beyond the basic plane the standard is linear from 0x90308130; inside it we search by decoding. */
function fourBytes(character: string, code: number): readonly number[] {
  if (code >= 0x10000) return sequence(189_000 + code - 0x10000);
  const decoder = new TextDecoder('gb18030');
  for (let linear = 0; linear < 39_420; linear += 1) {
    const bytes = sequence(linear);
    if (decoder.decode(Uint8Array.from(bytes)) === character) return bytes;
  }
  throw new Error(`no GB18030 bytes for U+${code.toString(16)}`);
}
