import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { CertificatePicture, DonePicture, VacantPicture } from "./pictures/empty-pictures";

/** The ways further in: sign in, go on, check a certificate. */
export function PortalEntrances({ me }: { me: { name: string; entrance: string } | null | undefined }) {
  return (
    <section aria-labelledby="entrances" className="grid gap-4">
      <h2 id="entrances" className="text-xl font-semibold">
        登录与查验
      </h2>
      <ul className="grid gap-3 lg:grid-cols-3">
        {me ? (
          <Entrance
            to={me.entrance}
            title={`${me.name}，接着上次的来`}
            text={me.entrance === "/me" ? "看到期的培训、要考的试、手里的证书。" : "回到您的工作页。"}
            picture={<DonePicture />}
          />
        ) : (
          <>
            <Entrance
              to="/sign-in"
              title="学员、考生登录"
              text="上云课堂、参加考试、看自己的记录和证书。"
              picture={<DonePicture />}
            />
            <Entrance
              to="/sign-in/staff"
              title="工作人员登录"
              text="名册、培训、考务、发证、覆盖率。"
              picture={<VacantPicture />}
            />
          </>
        )}
        <Entrance
          to="/verify"
          title="证书查验"
          text="不用登录。扫证书上的码，或输入编号，看是否有效。"
          picture={<CertificatePicture />}
        />
      </ul>
    </section>
  );
}

function Entrance({ to, title, text, picture }: { to: string; title: string; text: string; picture: ReactNode }) {
  return (
    <li>
      <Link
        to={to}
        className="grid h-full grid-cols-[5rem_1fr] items-center gap-4 rounded-lg border border-line bg-card p-4 text-ink no-underline transition-colors hover:border-bronze hover:bg-bronze-soft"
      >
        {picture}
        <span>
          <span className="block text-lg font-semibold">{title}</span>
          <span className="block text-sm text-muted">{text}</span>
        </span>
      </Link>
    </li>
  );
}
