/** What `npm run town -- help` prints. */
export const HELP = `积分随行 · 命令行 · command line

  npm run town -- stats [--json]
      各村和全镇的户数、记录、累计、可兑、已兑（由流水算出）
      Households, entries, earned, redeemable and redeemed, computed from the ledger.

  npm run town -- import households FILE [--village X] [--dry-run] [--json REPORT]
      导入村里的花名册（xlsx、xls、csv）。--dry-run 只看结果不改数据；--json 把完整报告写到文件。
      新的村写成 --village XW=下湾村。说明见 docs/import.md。
      Imports a household roll; --village CODE=NAME adds a new village. See docs/import.md.

  npm run town -- enrol [--village X] [--users A,B] [--kind tablet|counter]
      生成一次性登记码和二维码（默认给全村网格员的平板，或全村店员的柜台）
      Makes a one-time enrolment code with its QR.

  npm run town -- create --code CC --name 苍城镇
      在空数据库里建一个镇，带框架规则和一个管理员（先用 npm start -- --empty 启动）
      Makes a town in an empty database, with the framework rules and an administrator.

  npm run town -- user add ID --name 张三 --role 网格员 [--village X] [--grid G] [--login L]
  npm run town -- user list
  npm run town -- user change ID [--role R] [--village X] [--grids G1,G2|all]
  npm run town -- user leave ID
  npm run town -- user return ID
  npm run town -- user off ID --device K7Q2
  npm run town -- user pin ID
  npm run town -- user password ID [--login L]
      人员、调岗、离岗、从设备名单里去掉（以前记的照算）、新的 PIN、新的密码（身份：网格员、店员、村委会、监督委员会、镇管理员）
      People, moving and leaving (earlier records still count), a new PIN, a new password (roles: grid_worker, store_clerk, village_office, committee, town_admin).

  npm run town -- household merge 户编号 并到的户编号 --reason 同一户
  npm run town -- household split 户编号 新户编号 --head 张三 --members 张三,李四 --reason 分家 [--points N] [--phone P] [--door D]
  npm run town -- household move 户编号 --grid G [--village X] [--natural N] [--door D] --reason 搬家
  npm run town -- household close 户编号 --reason 全家迁走
      并户、分户、迁移、销户。路上的记录跟着走，平板联网就知道；不能再改回来，请先核对编号。
      Merges, splits, moves and closes households. Records under way follow. It cannot be undone: check the codes first.

  npm run town -- backup FILE
      备份全镇到一个文件，照片放在旁边的 photos 里；写完重读核对，才算数。服务开着也能备份。
      Backs up the town to one file, photos beside it; it counts once it was read again. Works while serving.

  npm run town -- restore FILE [--replace]
      从备份恢复。数据库里已有这个镇要加 --replace；之后设备联网会自己补传。见 docs/deploy.md。
      Restores a backup; --replace when the town is here already. Devices then push what is missing.

  npm run town -- verify [--json]
      由流水重算每个余额和每条校验，说出第一处对不上的地方（退出码 1）
      Recomputes every balance and hash from the ledger and names the first place that differs (exit code 1).

  npm run town -- verify --root 64位 [--publication 64位]
      公示纸上印的流水根、名单指纹：说出在流水第几条、前面有没有被改过，或者不在流水里
      A root or a fingerprint as printed on a notice: where it stands in the ledger, or that it does not.

数据在 DATA_DIR（默认 ./data）或 DATABASE_URL；服务开着、关着都能用。
Data is in DATA_DIR (default ./data) or DATABASE_URL; works whether the server runs or not.`;
