/** Photos of a deed. */
export const photosZh = {
  photos: {
    title: '照片',
    take: '拍照片',
    another: '再拍一张',
    wanted: '这个项目要有照片，先拍一张。',
    safe: '照片不带位置，先加密存在本机，有网时自动上传。',
    alt: '第 {{number}} 张照片',
    remove: '删掉',
    waiting: '待补照片',
    unreadable: '这张照片打不开，没有加上，请再拍一张。',
    full: '平板存满了，照片没有存下。请删掉一些照片或应用，再试一次。',
  },
};
