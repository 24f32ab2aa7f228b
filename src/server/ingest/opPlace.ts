/** Where an op belongs: kept beside it, so that whoever looks for it later finds it without reading every body. */
import type { ParsedOp } from '../../protocol/opSchemas.ts';
import type { Batch } from './batch.ts';

export interface OpPlace {
  /** The household that it names; null when it concerns none. */
  readonly household: string | null;
  /** The village whose it is; null for the whole town's. */
  readonly village: string | null;
}

/** The place of an op, as far as the batch knows it; of what cannot be read that of its device. */
export function opPlace(batch: Batch, device: { readonly village: string | null }, parsed: ParsedOp): OpPlace {
  if (!parsed.ok) return { household: null, village: device.village };
  const { kind, body } = parsed.op;
  if ('household' in body) {
    const { household } = body;
    const home = batch.households.get(household)?.file.village;
    return { household, village: home ?? ('village' in body ? body.village : device.village) };
  }
  switch (kind) {
    case 'rules.publish':
    case 'policy.publish':
    case 'month.publish':
    case 'publicity.final':
    case 'year.rank':
    case 'quarter.settle':
      return { household: null, village: body.village };
    case 'stock.move':
    case 'stock.count':
      return { household: null, village: body.store };
    case 'notice.publish':
      return { household: null, village: body.villages.length === 1 ? (body.villages[0] ?? null) : null };
    case 'case.decide': {
      const found = batch.cases.get(body.case);
      return { household: found?.household ?? null, village: found?.village ?? device.village };
    }
    default:
      return { household: null, village: device.village };
  }
}
