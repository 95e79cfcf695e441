import { Section } from "~/ui/section";

const HOW = [
  "时间一秒分成 20 拍。每一拍里，人按前面还有多少空、要往哪里去走一步；一扇门一秒最多放几个人，按门宽来定。",
  "每个房间分成上面的热烟层和下面的冷空气层。温度、烟和毒气按质量和能量守恒来算，每秒五次；门开着、关着、堵上湿布，都算在内。",
  "每个人在自己头的高度吸气、受热。吸进的毒气按公开的剂量公式累计，到 1 就失去行动能力。弯腰走吸得少，就是这样算出来的。",
  "您的每一步操作都记下来，由服务器用同一份程序重演一遍，成绩以重演为准。所以程序必须在哪里算都一样，这一点也在下面核对。",
];

const NOT = [
  "一个房间里各处的差别：一层烟只有一个温度、一个浓淡。很长的走廊要分成几段来画。",
  "烟在门口翻卷着沉下来、顶棚下热气跑过去的时间、玻璃烧裂、没烧完的气在隔壁点着、喷水给烟层降温。",
  "推搡、摔倒和踩踏受伤，房屋倒塌，爆炸的冲击。",
  "灭火剂的效果、喷头的覆盖范围、缺氧的火怎样变小、水里走路的快慢，没有找到可以照抄的出处，用的是我们自己定的数。",
];

/** What a drill's figures are made of, and what they leave out. */
export function MethodView() {
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
      <Section title="演练怎样算出来" className="content-start">
        <List items={HOW} />
      </Section>
      <Section title="没有算进去的" className="content-start">
        <List items={NOT} />
        <p className="max-w-prose font-medium">
          演练用来练判断和动作。试验通过，说明计算照着公式和实测来；它不能代替消防设计计算，也不能用来核定真实场所的疏散方案。
        </p>
      </Section>
    </div>
  );
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className="grid max-w-prose list-disc gap-2 pl-5 marker:text-bronze">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
