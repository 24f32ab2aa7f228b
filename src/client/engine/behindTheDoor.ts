/** What a tablet needs once somebody stands at its door: loaded while the PIN is typed, so that the pad need not wait for it. */

export { loadInitials } from '../../domain/search/initials.ts';
export { Cache, isCacheBroken } from '../cache/cache.ts';
export { OwnOps } from '../journal/ownOps.ts';
export { deviceAuth, enrol } from '../sync/api.ts';
export { goodsPhoto } from '../sync/goodsPhoto.ts';
export { returnRights } from '../sync/returnRights.ts';
export { previewOp, recordOp, recordPartReturn } from './recorder.ts';
export { Session } from './session.ts';
export { SyncDesk } from './syncDesk.ts';
export { readTray } from './tray.ts';
