import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../../../domain/policy.ts';
import { POLICY_FIELDS, type PolicyKey } from './policyFields.ts';

/** Gives the value of a policy's field in words. */
export function usePolicyWords(): (key: PolicyKey, value: Policy[PolicyKey]) => string {
  const { t } = useTranslation('rules');
  return (key, value) => {
    const field = POLICY_FIELDS[key];
    if (value === undefined) return t('policy.notSet');
    if (field.type === 'yesno') return t(value === true ? 'policy.yes' : 'policy.no');
    if (field.type === 'whole') return t(`policy.unit.${field.unit}`, { count: Number(value) });
    return Array.isArray(value) ? t('policy.windows', { count: value.length }) : t('policy.always');
  };
}
