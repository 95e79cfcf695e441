// The acts of the audit log in words; the codes stand in the rows and stay searchable.

export const ACT_WORDS: Record<string, string> = {
  "portal.read": "看首页", "display.choose": "选字号和配色", "trust.read": "下载根证书", "certificate.verify": "查验证书", "verification.read": "看演练的校验报告", "me.read": "看自己的", "me.change": "改自己的", "activate": "激活", "step-up": "要求再次确认身份",
  "sign-in": "登录", "sign-out": "退出登录", "seat.enter": "考生入座",
  "setup-link.issue": "在服务器上发管理员设置链接", "setup-link.use": "用设置链接担任管理员", "account.create": "新建账号", "account.setup": "设好账号", "account.setup-link": "发账号设置链接", "account.disable": "停用账号", "account.enable": "恢复账号",
  "account.password": "改密码", "account.pin": "改 PIN", "account.recovery": "换恢复码", "account.prove": "再次确认身份", "account.sessions": "结束登录", "account.browsers": "忘记浏览器", "account.device": "停用自己的设备",
  "account.reset": "重设密码和动态码", "person.merge": "合并重复登记",
  "admin.setup": "看投用准备", "admin.install": "管理地区和单位", "exceptions.accept": "接受已知例外", "exceptions.withdraw": "撤回对例外的接受", "district.take": "加地区", "district.add": "加自设地区", "district.rename": "改地区名称", "district.retire": "停用地区", "district.reopen": "恢复地区",
  "organisation.add": "新建单位", "organisation.change": "改单位", "organisation.move": "迁移单位", "organisation.close": "停用单位", "organisation.reopen": "恢复单位", "staff.organisation": "改工作人员的单位",
  "role.grant": "授予角色", "role.end": "收回角色", "admin.people": "管理账号", "admin.roles": "管理角色", "admin.rules": "看规则", "admin.health": "看运行状况", "admin.custody": "看密钥保管", "admin.audit": "看审计",
  "people.read": "看人员", "people.change": "改人员资料", "people.activate": "发激活单", "people.export": "导出人员", "person.erase": "注销个人信息",
  "roster.import": "导入名册", "roster.errors": "下载名册错误", "coverage.read": "看覆盖", "data.request": "个人信息申请", "data.export": "下载个人数据", "data.answer": "答复个人信息申请",
  "lesson.finish": "学完一课", "learn.study": "学习", "learn.read": "看课程",
  "class.teach": "面授班", "class.file": "备案面授班", "class.roster": "锁定面授名单", "class.sign": "登记签到", "class.correct": "更正签到", "class.assess": "登记考核结果", "class.close": "结班", "class.cancel": "撤销面授班",
  "drill.play": "演练", "drill.replay": "复演演练", "drill.piece": "收演练记录", "hall.run": "馆内演练",
  "bank.read": "看题库", "bank.open": "打开一道题", "bank.write": "写题", "bank.review": "审题", "bank.draw": "抽题组卷", "bank.approve": "审过题目", "bank.return": "退回题目", "bank.live": "启用题目", "bank.retire": "停用题目", "bank.import": "导入题目", "blueprint.publish": "发布组卷蓝图",
  "ground.manage": "管理考试场地", "ground.centre": "建考试中心", "ground.room": "建考场", "ground.seats": "加座位", "ground.seat": "改座位", "ground.rename": "改场地名称", "ground.close": "停用场地", "ground.reopen": "恢复场地",
  "exam.plan": "计划考试", "exam.read": "看考试", "exam.seat": "排入考生", "exam.unseat": "去掉考生", "exam.move": "改期", "exam.close": "结束考试", "exam.cancel": "取消考试",
  "duty.assign": "派任务", "duty.accept": "接受任务", "duty.end": "撤下任务", "duty.countersign": "会签", "separation.refuse": "考培分离拒绝",
  "paper.seal": "封卷", "paper.open": "启封", "room.read": "看考场", "room.run": "管理考场", "room.check-in": "核对证件签到", "room.absent": "记缺考", "room.ticket": "发座位票", "room.start": "全场开考", "room.move": "换座位", "room.sign": "签考场记录",
  "result.mark": "阅卷", "result.release": "发布成绩", "certificate.read": "看证书", "certificate.change": "改证书状态", "custody.enter": "登记密钥保管人", "custody.confirm": "确认密钥保管人", "custody.retire": "停用密钥保管人", "backup.restored": "从备份恢复", "keys.change": "更换密钥", "audit.verify": "校验审计链", "audit.read": "查审计", "audit.export": "导出审计",
  "exam.candidate": "看自己的考试", "exam.sit": "凭座位票考试", "exam.slips-export": "导出准考证", "record.export": "导出个人档案", "room.record-export": "导出考场记录", "class.export": "导出培训档案", "people.merge": "合并重复登记",
  "room.grant": "加时", "room.pause": "暂停作答", "room.resume": "恢复作答", "room.warn": "警告考生", "room.stop": "终止作答",
  "duty.set": "命题组卷任务", "duty.review": "审题任务", "duty.open": "开卷任务", "duty.invigilate": "监考任务", "duty.assess": "考评阅卷任务", "duty.inspect": "巡考任务", "duty.release": "发布成绩任务",
  "certificate.suspended": "暂停证书", "certificate.reinstated": "恢复证书", "certificate.revoked": "撤销证书", "certificate.export": "导出证书",
  "external.read": "看外部证书", "external.enter": "登记外部证书", "external.check": "核对外部证书",
  "external-certificate.entered": "登记外部证书", "external-certificate.corrected": "更正外部证书", "external-certificate.renewed": "外部证书换证", "external-certificate.reviewed": "外部证书复审", "external-certificate.checked": "外部证书核对无误", "external-certificate.refused": "外部证书核对不符", "external-certificate.revoked": "外部证书被吊销", "external-certificate.cancelled": "注销外部证书",
  "external-certificate.import": "导入外部证书", "external-certificate.export": "导出外部证书", "external-certificate.export-needed": "导出缺证名单",
};

export const actWord = (act: string): string => ACT_WORDS[act] ?? act;
