/** Functions of the language that this platform does not have on purpose: what to do instead, by lower-case name. */
const GEOMETRY = "Shapes are not worked with in scripts and measures; load what is needed with the data.";
const WEIGHTED = "Weighted samples are not supported; load a row for each value and take the test without w.";

export const REFUSED: Readonly<Record<string, string>> = {
  applycodepage: "Say which code page a file has where it is loaded: (txt, codepage is 1252).",
  author: "Apps here have no author that a script can see.",
  clientplatform: "Nothing about the reader's computer is known to an app.",
  computername: "Nothing about the computer it runs on is known to an app.",
  daylightsaving: "Convert with ConvertToLocalTime(), which knows the rules of every zone.",
  documentpath: "Apps are no files here; DocumentName() gives the app's name.",
  evaluate: "Expand the expression instead: $(=…).",
  getcollationlocale: "Texts are ordered by their characters, whatever the language.",
  getregistrystring: "There is no registry that an app may read.",
  getsysattr: "Nothing about the computer it runs on is known to an app.",
  jsonset: "Put the text together with &, or let the database do it.",
  jsonsetex: "Put the text together with &, or let the database do it.",
  msgbox: "A reload has no window to show a message in; write it to its log with TRACE.",
  input: "A reload has nobody to ask; use a parameter of the template.",
  qvuser: "A reload runs for the tenant, not for a user.",
  geoaggrgeometry: GEOMETRY,
  geoboundingbox: GEOMETRY,
  geocountvertex: GEOMETRY,
  geogetboundingbox: GEOMETRY,
  geogetpolygoncenter: GEOMETRY,
  geoinvprojectgeometry: GEOMETRY,
  geoproject: GEOMETRY,
  geoprojectgeometry: GEOMETRY,
  georeducegeometry: GEOMETRY,
  ...weighted("ttestw", ["t", "sig", "dif", "sterr", "conf", "lower", "upper", "df"]),
  ...weighted("ttest1w", ["t", "sig", "dif", "sterr", "conf", "lower", "upper", "df"]),
  ...weighted("ztestw", ["z", "sig", "dif", "sterr", "conf", "lower", "upper"]),
};

function weighted(test: string, figures: readonly string[]): Record<string, string> {
  return Object.fromEntries(figures.map((figure) => [`${test}_${figure}`, WEIGHTED]));
}
