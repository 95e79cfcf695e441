import { formatDay } from "~/ui/format";
import { QrCode, type QrCodeProps } from "~/ui/qr-code";
import { DingMark } from "~/ui/mark";

type SheetFacts = {
  number: string;
  title: string;
  name: string;
  maskedId: string;
  issuer: string;
  issuedDay: string;
  validUntil: string;
  earnedBy: string;
  demonstration: boolean;
  stateWords: string;
};

/** The certificate as one holds it. It says plainly what it is not: no national operating licence. */
export function CertificateSheet({ facts, qr }: { facts: SheetFacts; qr: QrCodeProps["drawing"] }) {
  return (
    <div className="grid gap-6 border-4 border-double border-bronze p-6 sm:p-10">
      <header className="grid justify-items-center gap-3 text-center">
        <DingMark className="size-12 text-bronze" />
        <h1 className="text-2xl font-semibold">{facts.title}</h1>
        {facts.demonstration && (
          <p className="rounded border border-forbid px-3 text-forbid-ink">演示 · 没有任何效力</p>
        )}
      </header>
      <p className="leading-loose">
        <strong className="text-lg">{facts.name}</strong>（{facts.maskedId}）经培训和考核合格，特发此证。
      </p>
      <div className="flex flex-wrap items-end justify-between gap-6">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums">
          <dt className="text-muted">编号</dt>
          <dd className="font-mono">{facts.number}</dd>
          <dt className="text-muted">发证日期</dt>
          <dd>{formatDay(facts.issuedDay)}</dd>
          <dt className="text-muted">有效期至</dt>
          <dd>{formatDay(facts.validUntil)}</dd>
          <dt className="text-muted">取得方式</dt>
          <dd>{facts.earnedBy}</dd>
          <dt className="text-muted">发证单位</dt>
          <dd>{facts.issuer}</dd>
          <dt className="text-muted">打印时状态</dt>
          <dd>{facts.stateWords}</dd>
        </dl>
        <figure className="grid justify-items-center gap-1 text-sm text-muted">
          <QrCode drawing={qr} label="核验这张证书" className="w-36" />
          <figcaption>扫码核验</figcaption>
        </figure>
      </div>
      <p className="border-t border-line pt-3 text-sm text-muted">
        本证由发证单位签发，用于证明内部培训和考核结果，不是国家统一的特种作业操作证。
      </p>
    </div>
  );
}
