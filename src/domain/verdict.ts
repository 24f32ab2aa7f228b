/**
 * Verdicts (SY-5): what the server said of an op, once and for good. Codes are a closed list; their texts in both
 * languages are in protocol/verdictText.ts.
 */
export type AppliedCode =
  | 'ok'
  | 'recomputed'
  | 'late'
  | 'old_card'
  | 'overrode'
  | 'kept_later'
  | 'written_off'
  | 'followed'
  | 'points_changed'
  | 'agreed_first'
  | 'likely_duplicate'
  | 'over_limit';

export type HeldCode =
  | 'over_cap'
  | 'over_cap_part'
  | 'rule_off'
  | 'points_out_of_range'
  | 'date_future'
  | 'date_too_old'
  | 'no_right'
  | 'over_allowance'
  | 'receipt_stands'
  | 'outside_window'
  | 'price_changed'
  | 'old_card_redemption'
  | 'unknown_household'
  | 'several_successors'
  | 'household_closed'
  | 'same_code'
  | 'likely_duplicate'
  | 'over_limit'
  | 'stock_below_zero'
  | 'unknown_kind'
  | 'device_revoked'
  | 'forked'
  | 'after_restore';

export type RefusedCode =
  | 'malformed'
  | 'not_allowed'
  | 'insufficient'
  | 'limit_reached'
  | 'no_counter'
  | 'out_of_stock'
  | 'window_closed'
  | 'price_outdated'
  | 'card_replaced'
  | 'unknown_entry'
  | 'unknown_redemption'
  | 'unknown_reservation'
  | 'unknown_case'
  | 'unknown_device'
  | 'unknown_notice'
  | 'already_decided'
  | 'already_reversed'
  | 'already_voided'
  | 'already_registered'
  | 'reservation_ended'
  | 'notice_withdrawn'
  | 'household_ended'
  | 'unknown_member'
  | 'needs_committee'
  | 'points_not_offered'
  | 'points_over_cap'
  | 'same_person'
  | 'other_points_agreed'
  | 'unknown_session'
  | 'session_closed'
  | 'decision_not_offered'
  | 'stale_version'
  | 'outside_bounds'
  | 'effective_past'
  | 'leftover_stays'
  | 'quarter_open'
  | 'quarter_settled'
  | 'redemptions_wait'
  | 'unknown_publication'
  | 'month_not_final'
  | 'objection_closed'
  | 'unknown_objection'
  | 'objection_answered'
  | 'year_ranked'
  | 'year_not_begun'
  | 'nothing_to_rank'
  | 'ranking_frozen'
  | 'still_held'
  | 'already_adopted'
  | 'awaiting_devices';

/** Parameters of a verdict: flat, small, the same words as the events they explain. */
export type VerdictParams = Readonly<Record<string, string | number | readonly string[]>>;

export type Verdict =
  | { readonly outcome: 'applied'; readonly code: AppliedCode; readonly params?: VerdictParams }
  | { readonly outcome: 'held'; readonly code: HeldCode; readonly params?: VerdictParams }
  | { readonly outcome: 'refused'; readonly code: RefusedCode; readonly params?: VerdictParams };

/** A verdict that leaves the matter to a person. */
export type Held = Extract<Verdict, { outcome: 'held' }>;

export type VerdictCode = Verdict['code'];

export const APPLIED: Verdict = { outcome: 'applied', code: 'ok' };

/** An applied verdict. */
export function applied(code: AppliedCode, params?: VerdictParams): Verdict {
  return params && Object.keys(params).length > 0 ? { outcome: 'applied', code, params } : { outcome: 'applied', code };
}

/** A held verdict: a person decides. */
export function held(code: HeldCode, params: VerdictParams): Held {
  return { outcome: 'held', code, params };
}

/** A refused verdict: malformed or not allowed; the op stays in the device's log and can be exported. */
export function refused(code: RefusedCode, params?: VerdictParams): Verdict {
  return params ? { outcome: 'refused', code, params } : { outcome: 'refused', code };
}
