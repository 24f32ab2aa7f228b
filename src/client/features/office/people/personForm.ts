/** A person as somebody types them, and what is wrong with it. */
import type { Role } from '../../../../domain/role.ts';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';

export interface PersonForm {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Empty: the whole town. */
  readonly village: string;
  readonly grids: readonly string[];
  readonly homeGrid: string;
  readonly login: string;
  readonly active: boolean;
}

type PersonFault = 'needed' | 'id' | 'login';
export type PersonFaults = { readonly [F in 'id' | 'name' | 'village' | 'login']?: PersonFault };

/** The form of somebody who is there, or of somebody new. */
export function personForm(me: OfficeMe, user: OfficeUser | undefined): PersonForm {
  const village = me.user.village ?? me.villages[0]?.code ?? '';
  if (!user)
    return { id: '', name: '', role: 'grid_worker', village, grids: [], homeGrid: '', login: '', active: true };
  const { id, name, role, grids, active } = user;
  return {
    ...{ id, name, role, grids, active },
    village: user.village ?? '',
    homeGrid: user.homeGrid ?? '',
    login: user.login ?? '',
  };
}

/** What is wrong, by field; nothing when it may be sent. */
export function faultsOf(form: PersonForm): PersonFaults {
  const { id, name, role, village, login } = form;
  const faults: { [F in keyof PersonFaults]: PersonFault | undefined } = {
    id: id === '' ? 'needed' : /^[A-Z0-9][A-Z0-9-]{0,19}$/.test(id) ? undefined : 'id',
    name: name.trim() === '' ? 'needed' : undefined,
    village: village === '' && role !== 'town_admin' ? 'needed' : undefined,
    login: login === '' || /^[a-z0-9][a-z0-9._-]{1,39}$/.test(login) ? undefined : 'login',
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
}

/** What the server is asked. */
export function placeOf(form: PersonForm) {
  const { role, login, homeGrid } = form;
  const whole = role === 'town_admin' && form.village === '';
  return {
    name: form.name.trim(),
    role,
    village: whole ? null : form.village,
    grids: whole ? [] : form.grids,
    homeGrid: whole || homeGrid === '' ? null : homeGrid,
    login: login === '' ? null : login,
  };
}
