// What common passwords are made of, gathered from what is generally known about them: English words and names, pinyin
// words, places and names, the house's own trade. password-rules.ts joins them with digits, years, signs and each
// other.

const words = (text: string): string[] => text.trim().split(/\s+/);

export const STEMS: readonly string[] = words(`
password passwort passwd pass pwd admin administrator root guest user username test testing tester demo login logon welcome letmein master monkey
dragon football baseball basketball soccer hockey superman batman spiderman ironman starwars pokemon shadow sunshine princess iloveyou iloveu
ilove loveyou lovely forever freedom whatever trustno nothing something anything everyone hunter killer ranger jordan michael charlie thomas
andrew daniel joshua matthew robert william richard joseph anthony george jessica ashley michelle jennifer nicole samantha amanda jasmine
elizabeth victoria maria alexander summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday computer internet hello helloworld secret security manager company office windows
microsoft google apple samsung android iphone facebook twitter linkedin amazon netflix youtube instagram oracle server system default changeme
database network router switch cisco public private service support backup access account change money diamond silver golden purple orange
yellow banana cheese chocolate cookie pepper ginger flower butterfly angel heaven god jesus christ blessed family mother father sister brother baby
babygirl sweet honey lucky happy smile peace music guitar player gamer gaming minecraft fortnite liverpool chelsea arsenal barcelona realmadrid
manchester london paris newyork america canada mexico australia germany france england china chinese beijing shanghai shenzhen guangzhou tianjin
chongqing chengdu wuhan xian nanjing suzhou hangzhou ningbo wenzhou jiaxing huzhou shaoxing jinhua quzhou zhoushan taizhou lishui yuecheng
keqiao shangyu zhuji shengzhou xinchang zhejiang jiangsu anhui fujian guangdong jiangxi shandong henan hebei hunan hubei sichuan zhongguo
woaini woaiwo woaiwojia woaiwofu woaizhongguo wodemima mima mimamima nihao nihaoma woshishui woshini wozhidao buzhidao baobei laopo laogong
qinaide xiaoxiao xiaolong xiaoming xiaohong xiaoyu tiantian kaixin kuaile xingfu pingan jixiang facai gongxi shengri caonima tamade
laoshi xuesheng xuexiao daxue zhongxue zhuren juzhang chuzhang kezhang jingli laoban gongsi qiye keji mishu bangong bangongshi renshi caiwu
anding zhongxin kaodian kaochang jiankao jianguanju peixunban xueyuan zhuce shenji invigilator registrar clerk examiner examcenter assessor inspector trainer teacher instructor officer operator auditor marker author reviewer superadmin sysadmin staff
anding anquan anjian yingji yingjiju yingjiguanli jianguan kaoshi peixun xiaofang fangxun fanghuo jijiu jiuyuan zhihui guanli guanliyuan xitong
huawei xiaomi alibaba taobao tencent weixin wechat weibo dingding baidu jingdong zhifubao meituan douyin qqmima
safety emergency safe fire firefighter rescue training exam exams examcentre certificate drill anding1
abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa aaaa aaaaaa aabbcc aabb asdf asdfgh asdfghjkl asdfasdf asd qwe zxc qaz wsx qwer qwert qwerty
qwertyui qwertyuiop zxcv zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv qweasd qweasdzxc asdzxc poiuyt mnbvcxz lkjhgfdsa iuytrewq
`);

const SURNAMES = words(
  "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng shen shao jin lu yao jiang qian",
);
const GIVEN = words(
  "wei fang min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang hong bin bo hui hao ting yu xin lin na dan jia feng peng fei ling mei hua jianguo jianjun jianhua zhiqiang xiaoming xiaohong guoqiang haiyan lili weiwei yuting zihan haoran yichen zixuan yuxuan",
);

/** Full names in pinyin, family name first. */
export const NAMES: readonly string[] = SURNAMES.flatMap((surname) => GIVEN.map((given) => surname + given));

/** Years, runs and lucky numbers that people put behind a word. */
export const DIGITS: readonly string[] = words(`
1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0 01 007 110 119 120 111 222 333 555 666 777 888 999 111111 666666 888888 000000 520 521 1314
5201314 520520 1314520 147258 147258369 258369 159357 789456 321 654321 87654321 987654321 112233 11223344 121212 123123 123321 456 456789 789 168 518 886 996
`);
