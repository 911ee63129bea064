import { Document, Image, Page, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import type { InvoicePaper, Labelled, PaperLine } from "@/server/billing/paper/model";
import { FAMILIES, WEIGHT } from "../fonts";

const MARGIN = 48;
const INK = "#1c141c";
const QUIET = "#6a5f6a";
const RULE = "#d9d3d9";
const STRONG = { fontWeight: WEIGHT.strong };
/** Left and whole, whatever its shape. */
const LOGO = {
  height: 40,
  maxWidth: 200,
  marginBottom: 10,
  objectFit: "contain",
  objectPosition: "left",
} as const;
const WIDTHS = { quantity: 78, tax: 92, amount: 96 };

/** An invoice or credit note on standing A4, in the seller's name. */
export function InvoiceDocument({ paper }: { paper: InvoicePaper }) {
  const { title, language, seller, logo, made, mark, facts, payer, notes, bank } = paper;
  return (
    <Document
      title={title}
      author={seller.name}
      language={language}
      creator="Tenantry"
      producer="Tenantry"
      creationDate={new Date(made)}
    >
      <Page
        size="A4"
        style={{
          fontFamily: FAMILIES,
          fontWeight: WEIGHT.regular,
          fontSize: 9,
          lineHeight: 1.4,
          color: INK,
          padding: MARGIN,
          paddingBottom: MARGIN + 24,
        }}
      >
        {mark ? <Mark text={mark} /> : null}
        <Row>
          <View>
            {logo ? <Image src={logo} style={LOGO} /> : null}
            <Block name={seller.name} lines={seller.lines} size={13} />
          </View>
          <View style={{ width: 220 }}>
            <Text style={{ ...STRONG, fontSize: 15, marginBottom: 8 }}>{title}</Text>
            {facts.map((fact) => (
              <Fact key={fact.label} {...fact} />
            ))}
          </View>
        </Row>
        <View style={{ marginTop: 28, marginBottom: 28 }}>
          <Block name={payer.name} lines={payer.lines} size={10} />
        </View>
        <Lines paper={paper} />
        <View wrap={false} style={{ marginTop: 14 }}>
          <Row>
            <Taxes paper={paper} />
            <Totals totals={paper.totals} />
          </Row>
        </View>
        <View wrap={false} style={{ marginTop: 24 }}>
          {notes.map((note) => (
            <Text key={note}>{note}</Text>
          ))}
        </View>
        {bank ? (
          <View wrap={false} style={{ marginTop: 14 }}>
            <Block name={bank.title} lines={bank.lines} size={9} />
          </View>
        ) : null}
        <Foot paper={paper} />
      </Page>
    </Document>
  );
}

function Mark({ text }: { text: string }) {
  return (
    <Text
      fixed
      style={{
        ...STRONG,
        borderWidth: 1,
        borderColor: INK,
        padding: 6,
        marginBottom: 18,
        textAlign: "center",
      }}
    >
      {text}
    </Text>
  );
}

function Block({ name, lines, size }: { name: string; lines: readonly string[]; size: number }) {
  return (
    <View style={{ maxWidth: 250 }}>
      <Text style={{ ...STRONG, fontSize: size, lineHeight: 1.2, marginBottom: 4 }}>{name}</Text>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Text key={i}>{line}</Text>
      ))}
    </View>
  );
}

function Fact({ label, value }: Labelled) {
  return (
    <View style={{ flexDirection: "row" }}>
      <Text style={{ width: 92, color: QUIET }}>{label}</Text>
      <Text style={{ flex: 1 }}>{value}</Text>
    </View>
  );
}

function Cells({
  what,
  quantity,
  tax,
  amount,
}: Record<"quantity" | "tax" | "amount", string> & { what: ReactNode }) {
  return (
    <>
      <View style={{ flex: 1, paddingRight: 8 }}>{what}</View>
      <Text style={{ width: WIDTHS.quantity, textAlign: "right" }}>{quantity}</Text>
      <Text style={{ width: WIDTHS.tax, textAlign: "right" }}>{tax}</Text>
      <Text style={{ width: WIDTHS.amount, textAlign: "right" }}>{amount}</Text>
    </>
  );
}

function Lines({ paper: { heads, lines } }: { paper: InvoicePaper }) {
  const rule = { flexDirection: "row", borderBottomWidth: 0.75, borderColor: RULE } as const;
  return (
    <View>
      <View fixed style={{ ...rule, color: QUIET, paddingBottom: 4 }}>
        <Cells {...heads} what={<Text>{heads.what}</Text>} />
      </View>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <View key={i} wrap={false} style={{ ...rule, paddingVertical: 5 }}>
          <Cells {...line} what={<What line={line} />} />
        </View>
      ))}
    </View>
  );
}

function What({ line: { what, notes } }: { line: PaperLine }) {
  return (
    <>
      <Text>{what}</Text>
      {notes.map((note) => (
        <Text key={note} style={{ color: QUIET, fontSize: 8 }}>
          {note}
        </Text>
      ))}
    </>
  );
}

function Taxes({ paper: { taxHeads, taxes } }: { paper: InvoicePaper }) {
  return (
    <View style={{ width: 250, fontSize: 8 }}>
      {[taxHeads, ...taxes].map((row, i) => (
        <View key={row.rate} style={{ flexDirection: "row", color: i === 0 ? QUIET : INK }}>
          <Text style={{ flex: 1 }}>{row.rate}</Text>
          <Text style={{ width: 80, textAlign: "right" }}>{row.net}</Text>
          <Text style={{ width: 70, textAlign: "right" }}>{row.tax}</Text>
        </View>
      ))}
    </View>
  );
}

function Totals({ totals }: { totals: readonly Labelled[] }) {
  return (
    <View style={{ width: 200 }}>
      {totals.map(({ label, value }, i) => {
        const last = i === totals.length - 1;
        const style = last
          ? { ...STRONG, fontSize: 11, borderTopWidth: 0.75, borderColor: INK, paddingTop: 4 }
          : {};
        return (
          <View key={label} style={{ flexDirection: "row", justifyContent: "space-between", ...style }}>
            <Text>{label}</Text>
            <Text>{value}</Text>
          </View>
        );
      })}
    </View>
  );
}

function Foot({ paper: { foot, pages } }: { paper: InvoicePaper }) {
  return (
    <View
      fixed
      style={{
        position: "absolute",
        left: MARGIN,
        right: MARGIN,
        bottom: MARGIN - 16,
        color: QUIET,
        fontSize: 8,
      }}
    >
      <Row>
        <Text>{foot}</Text>
        <Text
          render={({ pageNumber, totalPages }) =>
            pages.replace("{page}", String(pageNumber)).replace("{pages}", String(totalPages))
          }
        />
      </Row>
    </View>
  );
}

function Row({ children }: { children: ReactNode }) {
  return <View style={{ flexDirection: "row", justifyContent: "space-between" }}>{children}</View>;
}
