import type { peopleZh } from './people.zh.ts';
import type { Texts } from './texts.ts';

/** Words of administering people. */
export const peopleEn: Texts<typeof peopleZh> = {
  add: 'Add a person',
  change: 'Change',
  changeNamed: 'Change {{name}}',
  password: 'New password',
  passwordNamed: 'New password: {{name}}',
  id: 'Id',
  idHint: 'Capitals, digits and -, such as WG-XW4. It cannot be changed later.',
  name: 'Name',
  role: 'Role',
  village: 'Village',
  town: 'The whole town',
  grids: 'Grids they work in',
  gridsHint: 'None ticked is the whole village.',
  homeGrid: 'Home grid',
  noHomeGrid: 'None',
  login: 'Login',
  loginHint: 'For the browser; people who only use tablets and counters need none. Small letters, digits and . _ -',
  active: 'Active',
  activeHint: 'Without it they can no longer sign in or record; what they recorded before counts.',
  save: 'Save',
  saved: 'Changed. Their devices follow with the next sync.',
  rights: 'Another role, village or grid holds from now on; what was recorded before is judged as before.',
  own: 'Nobody changes their own role, village or standing; another administrator does.',
  fault: {
    needed: 'This is needed.',
    id: 'An id takes capitals, digits and - only.',
    login: 'A login takes small letters, digits and . _ - only, at least 2 of them.',
  },
  conflict:
    'The id or login is taken; or this is the last administrator of the town, who cannot be switched off or given another role.',
  secrets: {
    title: 'First secrets of {{name}}',
    login: 'Login',
    password: 'Password',
    pin: 'PIN',
    once: 'Tell {{name}} in person. Once this window is closed it is not shown again; make a new one if it is forgotten. Once signed in one may change it with “Password”; keep it safe.',
    none: 'They work on tablets and counters only and have no password; the PIN is above.',
  },
  ownPassword: {
    title: 'Change my password',
    rules:
      'At least {{count}} characters; not the old one, without the login name, and not the same few characters. A few words in a row are long and easy to remember.',
    old: 'Current password',
    new: 'New password',
    again: 'New password once more',
    others: 'On other computers and phones you are signed out; here you stay signed in.',
    act: 'Change password',
    done: 'Password changed; use the new one next time',
    notGood:
      'This one cannot be taken: at least {{count}} characters, not the old one, without the login name, not the same few characters. Nothing was changed.',
    notSame: 'The two new passwords differ. Please type them again; nothing was changed.',
    oldMissing: 'Enter your current password first. Nothing was changed.',
    wrongOld: 'The current password is wrong. Please try again; nothing was changed.',
  },
  reset: {
    title: 'A new password for {{name}}',
    help: 'The old one ends at once, and their open pages are signed out.',
    act: 'Make a password',
  },
};
