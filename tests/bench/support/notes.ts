/**
 * What workers write beside a deed. Characters are drawn one by one, frequent ones more often: a fixed stock of sentences would
 * compress to almost nothing, and every byte on the wire would be flattered.
 */
const CHARACTERS = [
  ...'的一是不了在有人这上大来和我个中地为子说时要就出会可下生过家里年多然没日自后前心对好小天那起',
  ...'老村户门水路清扫净垃圾分类帮送接看早晚孩学邻居屋边沟塘田树花草桌车工具助邻修补种搬通知开关灯',
  ...'三两四五六七八九十百次点半小时全程今明周月号队长干部书记主任阿叔婶伯姨嫂弟妹爷奶党员志愿者积',
  ...'口手头面身见听问走跑进去回到从向把被给用作成完已经正在再又也还只都很更最真太非常快慢新旧高低',
  ...'内外左右东西南北河桥井巷街市场店医院站校园庙祠堂广篮球晒谷菜果鸡鸭鹅猪牛狗鱼米饭菜汤茶糖盐',
];
const LENGTH_MIN = 10;
const LENGTH_SPREAD = 20;

/** One note of 11 to 30 characters. */
export function noteOf(random: () => number): string {
  const length = LENGTH_MIN + Math.floor(random() * LENGTH_SPREAD);
  // The square of an even draw falls on the front of the list more often, much as characters do in a text.
  const draw = () => CHARACTERS[Math.floor(random() ** 2 * CHARACTERS.length)] ?? '';
  return `${Array.from({ length }, draw).join('')}。`;
}
