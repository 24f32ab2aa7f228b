import { z } from 'zod';

/**
 * Every way a request can fail before it becomes a verdict. The code is the stable name that programs may depend on;
 * the titles are for people. Verdicts on ops are no problems: they travel in a successful answer.
 */
export const PROBLEMS = {
  'bad-request': { status: 400, title: '请求不完整或写法不对', titleEn: 'The request is not well formed' },
  'bad-json': { status: 400, title: '内容不是正确的 JSON', titleEn: 'The body is not valid JSON' },
  'bad-gzip': { status: 400, title: '压缩内容不完整或已损坏', titleEn: 'The gzip body is cut off or damaged' },
  invalid: { status: 400, title: '有内容填写不对', titleEn: 'Some values are not accepted' },
  'sign-in-failed': { status: 401, title: '账号或密码不对', titleEn: 'Name or password is wrong' },
  'not-signed-in': { status: 401, title: '请先登录', titleEn: 'Please sign in first' },
  'device-unknown': {
    status: 401,
    title: '这台设备没有登记，或已被停用',
    titleEn: 'This device is not enrolled or was revoked',
  },
  'pin-wrong': { status: 401, title: 'PIN 不对', titleEn: 'The PIN is wrong' },
  'signature-invalid': {
    status: 401,
    title: '这批记录的签名不对，没有收下',
    titleEn: 'The batch is not signed by this device; nothing was taken',
  },
  forbidden: { status: 403, title: '没有权限做这件事', titleEn: 'You may not do this' },
  'cross-origin': { status: 403, title: '请求来自别的网站，已拒绝', titleEn: 'The request came from another site' },
  'not-found': { status: 404, title: '没有这个地址或内容', titleEn: 'There is nothing at this address' },
  conflict: {
    status: 409,
    title: '内容刚被别人改过，请刷新再试',
    titleEn: 'It was changed meanwhile; reload and try again',
  },
  'seq-gap': {
    status: 409,
    title: '中间缺了几条记录，请从缺的地方重新上传',
    titleEn: 'Ops are missing before this batch; send again from where they are missing',
  },
  fork: {
    status: 409,
    title: '这台设备的记录和村里收到的不是同一份，要换一个新编号',
    titleEn: 'This device’s history is not the one the server has',
  },
  'enrol-code-unknown': {
    status: 404,
    title: '没有这个登记码，请核对后再输入',
    titleEn: 'There is no such enrolment code',
  },
  'enrol-code-expired': {
    status: 410,
    title: '登记码已过期，请村委会再出一个',
    titleEn: 'The enrolment code has expired',
  },
  'enrol-code-used': {
    status: 410,
    title: '登记码已经用过，请村委会再出一个',
    titleEn: 'The enrolment code was used already',
  },
  'too-large': { status: 413, title: '一次发来的内容太多', titleEn: 'The body is too large' },
  'bad-media-type': { status: 415, title: '不支持这种内容格式', titleEn: 'This content type is not supported' },
  'bad-encoding': { status: 415, title: '不支持这种压缩方式', titleEn: 'This content encoding is not supported' },
  'photo-damaged': {
    status: 422,
    title: '照片在路上损坏了，没有收下，会再传一次',
    titleEn: 'The photo is not the one that was announced; it was not kept',
  },
  'pin-locked': {
    status: 423,
    title: 'PIN 错得太多，请村委会重设',
    titleEn: 'Too many wrong PINs; the office must reset it',
  },
  'too-old': {
    status: 426,
    title: '应用版本太旧，记录已收下，请更新后再下载',
    titleEn: 'The app is too old; your ops were taken, update it to load changes',
  },
  'objections-over': {
    status: 409,
    title: '提异议的日子已经过了，没有收',
    titleEn: 'The days for objections are over',
  },
  'rate-limited': { status: 429, title: '试得太频繁，请稍后再试', titleEn: 'Too many attempts; try again later' },
  internal: { status: 500, title: '服务出错了，数据没有改动', titleEn: 'The server failed; nothing was changed' },
  'disk-full': {
    status: 507,
    title: '服务器的磁盘满了，这次没有收下；设备上的记录都还在，腾出空间后会再传',
    titleEn:
      'The server’s disk is full; nothing was taken. What you recorded is safe on the device and is sent again later',
  },
  'not-ready': {
    status: 503,
    title: '服务还没准备好，请稍后再试',
    titleEn: 'The server is not ready; try again shortly',
  },
} as const satisfies Record<string, { status: number; title: string; titleEn: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

const TYPE_PREFIX = 'urn:village-points:problem:';

/** Every `type` that an answer can have. */
export const PROBLEM_TYPES = Object.keys(PROBLEMS).map((code) => `${TYPE_PREFIX}${code}`);

/** The only shape of an error answer (RFC 9457, `application/problem+json`). */
export const problemSchema = z.object({
  type: z.string().startsWith(TYPE_PREFIX),
  title: z.string(),
  titleEn: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** Where in the request it is wrong: a JSON pointer that starts with the part, such as `/body/ops/0/kind`. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** For `seq-gap` and `fork`: the highest own seq that the server has. */
  high: z.number().int().optional(),
});

export type Problem = z.infer<typeof problemSchema>;
export type ProblemField = NonNullable<Problem['errors']>[number];

/** Builds the answer for a code. */
export function problem(code: ProblemCode, extra: Pick<Problem, 'detail' | 'errors' | 'high'> = {}): Problem {
  return { type: `${TYPE_PREFIX}${code}`, ...PROBLEMS[code], ...extra };
}

/** The code of a problem answer, `null` if this version does not know it. */
export function problemCode(answer: Pick<Problem, 'type'>): ProblemCode | null {
  const code = answer.type.slice(TYPE_PREFIX.length);
  return answer.type.startsWith(TYPE_PREFIX) && Object.hasOwn(PROBLEMS, code) ? (code as ProblemCode) : null;
}
