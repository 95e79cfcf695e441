// Stems of the commonest passwords, Chinese and English: a password that is one of them with digits or signs around it
// is refused. Whole passwords of ten characters and more that are common stand in the second list.

const STEMS = `
password passw0rd p@ssw0rd p@ssword pass passwd pwd admin administrator root guest user test testtest demo login welcome
letmein master monkey dragon football baseball basketball superman batman shadow sunshine princess iloveyou iloveu
qwerty qwertyui qwertyuiop qwert asdf asdfgh asdfghjkl asdfasdf zxcv zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv
abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa aaaa aaaaaa aaaaaaaa aabbcc
woaini woaini woaiwojia wodemima mima mimamima nihao woshishui zhongguo china zhejiang hangzhou shaoxing huzhou ningbo
yuecheng anding anquan yingji yingjiju jianguan kaoshi peixun xiaofang fangxun mishu bangong keji gongsi qiye
laoshi xuesheng zhuren juzhang wangwei zhangwei liwei lina wangfang zhangmin changeme default system server oracle
huawei alibaba tencent taobao weixin weibo dingding computer internet hello helloworld secret security manager company
office windows microsoft google apple samsung love lovely forever freedom whatever trustno hunter killer jordan michael
charlie thomas andrew daniel jessica ashley michelle jennifer nicole samantha summer winter spring autumn january
monday friday beijing shanghai shenzhen guangzhou jiangsu anhui fujian safety emergency safe fire
`.trim().split(/\s+/);

const WHOLE = `
1q2w3e4r5t 1qaz2wsx3edc 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsx1 zaq1xsw2cde3 1qazxsw23edc 1qaz@wsx3edc
a123456789 aa123456789 qq123456789 abc123456789 123456789a 1234567890a woaini1314 woaini520520 5201314520 5201314woaini
abcd123456 abc1234567 asd123456789 qwe123456789 zxc123456789 qweasdzxc1 qweasdzxc123 1234qwerasdf qwer1234asdf
1234567890 0987654321 1122334455 1357924680 2468013579 1472583690 1234554321 9876543210 0123456789 1231231231 1212121212
`.trim().split(/\s+/);

const stems = new Set(STEMS);
const whole = new Set(WHOLE);

export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  if (whole.has(plain)) return true;
  const stem = plain.replace(/^[\W\d_]+|[\W\d_]+$/g, "");
  if (stems.has(stem)) return true;
  return stem.length % 2 === 0 && stem.slice(0, stem.length / 2) === stem.slice(stem.length / 2) && stems.has(stem.slice(0, stem.length / 2));
}
