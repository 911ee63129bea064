/** Functions of the language that this platform does not have on purpose: what to do instead, by lower-case name. */
const GEOMETRY = "Shapes are not worked with in scripts and measures; load what is needed with the data.";
const WEIGHTED = "Weighted samples are not supported; load a row for each value and take the test without w.";

const CLUSTERS = "Let the database do it, or load the result with the data.";
const REPORTS = "There are no reports of QlikView here.";
const CHART_OBJECT = "An expression here knows the rows of its object, but nothing about objects and sheets.";

export const REFUSED: Readonly<Record<string, string>> = {
  attribute: "What media files say about themselves is not read.",
  color: "There is no palette by number; write RGB(), HSL(), or a colour by its name.",
  colormaphue: "Write ColorMix1() between the colours you mean.",
  colormapjet: "Write ColorMix1() between the colours you mean.",
  column: "Write the measure itself again.",
  connectstring: "A script does not see how its connections are reached.",
  getactivesheetid: CHART_OBJECT,
  getcurrentfield: "There are no cyclic groups; a drill-down goes by the selections.",
  getfolderpath: "There are no folders of a computer; lib:// paths name what a script may read.",
  getobjectdimension: CHART_OBJECT,
  getobjectfield: CHART_OBJECT,
  getobjectmeasure: CHART_OBJECT,
  getuserattr: "What a person may see is said by section access.",
  indexregexgroup: "Take the text with ExtractRegExGroup() and its place with Index().",
  indexregexgroupi: "Take the text with ExtractRegExGroupI() and its place with Index().",
  inobject: CHART_OBJECT,
  kmeans2d: CLUSTERS,
  kmeanscentroid2d: CLUSTERS,
  kmeanscentroidnd: CLUSTERS,
  kmeansnd: CLUSTERS,
  objectid: CHART_OBJECT,
  replaceregexgroup:
    "Replace the whole pattern with ReplaceRegEx(), or take its groups with ExtractRegExGroup() and put them together.",
  replaceregexgroupi:
    "Replace the whole pattern with ReplaceRegExI(), or take its groups with ExtractRegExGroupI() and put them together.",
  statename: "There is one state of selections.",
  stl_residual: CLUSTERS,
  stl_seasonal: CLUSTERS,
  stl_trend: CLUSTERS,
  syscolor: "There are no colours of a system; write RGB(), or a colour by its name.",
  valuelist: "Load the values as a table, and use its field as dimension.",
  valueloop: "Load the values with AUTOGENERATE, and use their field as dimension.",
  window:
    "Aggregate with GROUP BY and LEFT JOIN the result, or go through sorted rows with Peek() and Previous().",
  wrank: "Sort with ORDER BY and count with RowNo() or AutoNumber(), or rank in a chart with Rank().",
  applycodepage: "Say which code page a file has where it is loaded: (txt, codepage is 1252).",
  author: "Apps here have no author that a script can see.",
  clientplatform: "Nothing about the reader's computer is known to an app.",
  computername: "Nothing about the computer it runs on is known to an app.",
  daylightsaving: "Convert with ConvertToLocalTime(), which knows the rules of every zone.",
  documentpath: "Apps are no files here; DocumentName() gives the app's name.",
  evaluate: "Expand the expression instead: $(=…).",
  getcollationlocale: "Texts are ordered by the alphabet, whatever the language.",
  getregistrystring: "There is no registry that an app may read.",
  getsysattr: "Nothing about the computer it runs on is known to an app.",
  mutualinfo: "How strongly two fields depend on each other is not worked out; Correl() is for numbers.",
  msgbox: "A reload has no window to show a message in; write it to its log with TRACE.",
  input: "A reload has nobody to ask; use a parameter of the template.",
  getextendedproperty: "Objects here have no properties of extensions.",
  noofreports: REPORTS,
  numavg: "Write RangeAvg().",
  numcount: "Write RangeNumericCount().",
  nummax: "Write RangeMax().",
  nummin: "Write RangeMin().",
  numsum: "Write RangeSum().",
  qlikviewversion: "Write EngineVersion().",
  reportcomment: REPORTS,
  reportid: REPORTS,
  reportname: REPORTS,
  reportnumber: REPORTS,
  year2date: "Write YearToDate().",
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
