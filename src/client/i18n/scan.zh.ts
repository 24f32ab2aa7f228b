/** 扫码和户卡打印的中文文字。 */
export const scanZh = {
  target: {
    card: { title: '扫户卡', hint: '把户卡上的二维码放进框里', typed: '或输入户编号', example: '如 XW-0001' },
    enrolment: {
      title: '登记这台设备',
      hint: '把村委会屏幕上的二维码放进框里',
      typed: '或输入登记码',
      example: '如 7K3QD-M0X9A',
    },
    goods: { title: '扫商品', hint: '把商品的条形码横着放进框里', typed: '或输入条形码数字', example: '13 位数字' },
    card_or_goods: {
      title: '扫户卡或商品',
      hint: '把二维码或条形码放进框里',
      typed: '或输入户编号、条形码数字',
      example: '如 XW-0001',
    },
  },
  close: '关闭',
  confirm: '确定',
  torchOn: '开灯',
  torchOff: '关灯',
  torchFailed: '灯打不开，请换个亮一点的地方',
  opening: '正在打开相机…',
  accepted: '已读到',
  twoCodes: '画面里有两个码，请只对准一个',
  typedEmpty: '请先输入',
  answerFailed: '没有处理成功，请再扫一次',
  retry: '再试一次',
  typedStillWorks: '下面的输入框照样可以用。',
  problem: {
    denied: {
      title: '相机没有获得允许',
      wechat:
        '微信没有用相机的权限。请打开手机「设置 → 应用 → 微信 → 权限」，允许「相机」；或点右上角「…」，选「在浏览器打开」。',
      ios: '请打开「设置 → Safari 浏览器 → 相机」，选「允许」，回到本页再试。',
      android:
        '请点地址栏左边的图标，打开「权限」，允许「相机」；从桌面图标打开的，长按图标进「应用信息 → 权限 → 相机」。',
      desktop: '请点地址栏里的相机图标，选「允许」，再试一次。',
    },
    no_camera: { title: '这台设备没有相机', way: '请输入编号，或换一台有相机的设备。' },
    busy: { title: '相机正被别的应用使用', way: '请关掉正在用相机的应用（视频通话、拍照），再试一次。' },
    insecure: {
      title: '这个网址不能用相机',
      way: '浏览器只在 https 开头的网址上开放相机。请用村委会给的 https 网址打开。',
    },
    unsupported: { title: '这个浏览器不能用相机', way: '请用手机自带的浏览器或 Chrome 打开本页。' },
    interrupted: { title: '相机中断了', way: '相机被别的应用拿走了。关掉那个应用，再试一次。' },
    failed: { title: '相机打不开', way: '请再试一次；还不行，就关掉页面重新打开。' },
  },
  sheet: {
    cardNumber: '第 {{n}} 张卡',
    name: '积分卡',
    page: '第 {{page}} 页 共 {{pages}} 页',
    empty: '还没有要打印的户卡。先在住户列表里勾选，再来打印。',
    drawing: '正在准备 {{count}} 张户卡…',
    failed: '二维码没有画出来，请再试一次。数据没有变动。',
  },
};
