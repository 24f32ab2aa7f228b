import { create } from 'zustand';
import type { OfficeMe } from '../../../protocol/officeSession.ts';
import { codeOf, getJson, postJson } from './officeApi.ts';

type OfficeSession =
  | { readonly phase: 'asking' }
  /** The server could not be asked. */
  | { readonly phase: 'unreachable'; readonly problem: string }
  /** `ended`: the session was there and is over. */
  | { readonly phase: 'out'; readonly ended: boolean }
  | { readonly phase: 'in'; readonly me: OfficeMe };

/** Who is signed in to the office in this browser. */
export const officeSession = create<OfficeSession>(() => ({ phase: 'asking' }));

/** Asks the server who is signed in. */
export async function askWhoIsHere(): Promise<void> {
  try {
    officeSession.setState({ phase: 'in', me: await getJson<OfficeMe>('/api/office/me') }, true);
  } catch (error) {
    const problem = codeOf(error);
    const out = problem === 'not-signed-in' || problem === 'forbidden';
    officeSession.setState(out ? { phase: 'out', ended: false } : { phase: 'unreachable', problem }, true);
  }
}

/** Asks again while somebody is here, because what they see has changed: a roll brought a new village. What was known stays when nobody answers. */
export async function askAgainWhoIsHere(): Promise<void> {
  try {
    const me = await getJson<OfficeMe>('/api/office/me');
    if (officeSession.getState().phase === 'in') officeSession.setState({ phase: 'in', me }, true);
  } catch (error) {
    noteFailure(codeOf(error));
  }
}

/** Signs in; throws OfficeError. */
export async function signIn(login: string, password: string): Promise<void> {
  await postJson('/api/office/sign-in', { login, password });
  await askWhoIsHere();
}

/** Signs out; throws OfficeError while the server cannot be told. */
export async function signOut(): Promise<void> {
  await postJson('/api/office/sign-out', {});
  officeSession.setState({ phase: 'out', ended: false }, true);
}

/** To be told of every failed request: a session that ended leads back to the sign-in. */
export function noteFailure(code: string): void {
  if (code === 'not-signed-in' && officeSession.getState().phase === 'in') {
    officeSession.setState({ phase: 'out', ended: true }, true);
  }
}
