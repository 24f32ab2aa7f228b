/**
 * One text for one JSON value: object keys sorted, no spaces, undefined fields left out. Both ends hash this text, so it must
 * never change. Written for speed: every op is hashed on the device and again on the server.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let items = '';
    for (let i = 0; i < value.length; i++) items += (i > 0 ? ',' : '') + canonicalJson(value[i]);
    return `[${items}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  let fields = '';
  for (const name of Object.keys(object).sort()) {
    const field = object[name];
    if (field !== undefined) fields += `${fields === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${fields}}`;
}
