import "server-only";
import {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Link,
  Preview,
  Row,
  Section,
  Text,
} from "@react-email/components";
import type { Fact, MailDocument, Span } from "./document";
import { style, stylesheet } from "./styles";

/** Drawn inline, so that nothing is fetched; where a mailbox strips it, the coloured square is left. */
function Mark() {
  return (
    <svg width="28" height="28" style={{ display: "block" }} viewBox="0 0 28 28" aria-hidden="true">
      <path
        d="m6.5 14.5 4 4 6.5-8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="m15 17.2 1.3 1.3 6.2-8"
        fill="none"
        stroke="#c3c1ff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function Brand({ program }: { program: string }) {
  return (
    <Section style={style.head}>
      <Row>
        <Column style={style.mark}>
          <Mark />
        </Column>
        <Column className="strong" style={style.product}>
          Countersign
        </Column>
        <Column className="quiet" style={style.program} align="right">
          {program}
        </Column>
      </Row>
    </Section>
  );
}

function Code({ label, value, note }: NonNullable<MailDocument["code"]>) {
  return (
    <Section className="pad" style={style.part}>
      <Section className="codebox" style={style.codeBox}>
        <Text className="soft" style={style.codeLabel}>
          {label}
        </Text>
        <Text className="code strong" style={style.code}>
          {value}
        </Text>
        <Text className="soft" style={style.codeNote}>
          {note}
        </Text>
      </Section>
    </Section>
  );
}

function Action({ label, url, note }: MailDocument["action"]) {
  return (
    <Section className="pad" style={style.part}>
      <Button href={url} style={style.button}>
        {label}
      </Button>
      <Text className="quiet" style={style.actionNote}>
        {note}
      </Text>
    </Section>
  );
}

function Piece({ text, tone }: Span) {
  if (!tone) return text;
  return (
    <span className={tone === "mono" ? undefined : "quiet"} style={style[tone]}>
      {text}
    </span>
  );
}

function FactRow({ label, lines, last }: Fact & { last: boolean }) {
  const border = last ? { borderBottom: 0 } : {};
  return (
    <Row>
      <Column className="lbl quiet line" style={{ ...style.label, ...border }}>
        {label}
      </Column>
      <Column className="strong line" style={{ ...style.value, ...border }}>
        {lines.map((line) => (
          <div key={line.map(({ text }) => text).join("")}>
            {line.map((span) => (
              <Piece key={span.text} {...span} />
            ))}
          </div>
        ))}
      </Column>
    </Row>
  );
}

function Footer({ to, footer, supportUrl }: Pick<MailDocument, "to" | "footer" | "supportUrl">) {
  return (
    <Text className="quiet" style={style.footer}>
      Sent to {to}, {footer.because}.
      <br />
      Not expecting this? {footer.unexpected}
      {supportUrl && (
        <>
          , or open a{" "}
          <Link className="lnk" href={supportUrl} style={style.link}>
            support ticket
          </Link>
        </>
      )}
      .
    </Text>
  );
}

/** Every mail: brand, heading, code where there is one, button, facts. Reads without pictures and at 320 px. */
export function MailLayout({ mail }: { mail: MailDocument }) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{mail.subject}</title>
        <style>{stylesheet}</style>
      </Head>
      <Preview>{mail.preview}</Preview>
      <Body className="page" style={style.body}>
        <Container style={style.container}>
          <Brand program={mail.program} />
          <Section className="card" style={style.card}>
            <Section className="pad" style={style.first}>
              <Heading as="h1" className="strong" style={style.heading}>
                {mail.heading}
              </Heading>
              <Text className="soft" style={style.intro}>
                {mail.intro}
              </Text>
            </Section>
            {mail.code && <Code {...mail.code} />}
            <Action {...mail.action} />
            <Section className="pad" style={style.last}>
              <Section className="line" style={style.facts}>
                {mail.facts.map((one, index) => (
                  <FactRow key={one.label} last={index === mail.facts.length - 1} {...one} />
                ))}
              </Section>
            </Section>
          </Section>
          <Footer to={mail.to} footer={mail.footer} supportUrl={mail.supportUrl} />
        </Container>
      </Body>
    </Html>
  );
}
