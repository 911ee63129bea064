/** The words a customer's data is made of. */
export interface Vocabulary {
  places: { city: string; country: string; region: string }[];
  people: { first: string[]; last: string[] };
  companies: string[];
  categories: { name: string; things: string[]; price: [low: number, high: number] }[];
  adjectives: string[];
  suppliers: string[];
  storeWord: string;
}

const EUROPE = [
  { city: "London", country: "United Kingdom", region: "North" },
  { city: "Manchester", country: "United Kingdom", region: "North" },
  { city: "Edinburgh", country: "United Kingdom", region: "North" },
  { city: "Köln", country: "Germany", region: "Central" },
  { city: "Berlin", country: "Germany", region: "Central" },
  { city: "Zürich", country: "Switzerland", region: "Central" },
  { city: "Wien", country: "Austria", region: "Central" },
  { city: "Lyon", country: "France", region: "West" },
  { city: "Paris", country: "France", region: "West" },
  { city: "Gent", country: "Belgium", region: "West" },
  { city: "Porto", country: "Portugal", region: "South" },
  { city: "Málaga", country: "Spain", region: "South" },
  { city: "Göteborg", country: "Sweden", region: "Nordics" },
  { city: "Århus", country: "Denmark", region: "Nordics" },
];

const EUROPEANS = {
  first: [
    "Amélie",
    "Björn",
    "Chloë",
    "Dara",
    "Élodie",
    "Finn",
    "Grace",
    "Håkan",
    "Inês",
    "Jürgen",
    "Katja",
    "Liam",
  ],
  last: [
    "O'Brien",
    "Müller",
    "Ångström",
    "da Silva",
    "Dubois",
    "Nowak",
    "Smith",
    "Ødegård",
    "Łukasiewicz",
    "Rossi",
  ],
};

export const outdoor: Vocabulary = {
  places: EUROPE,
  people: EUROPEANS,
  companies: ["Alpine Club", "Trail & Co.", "Nordwand GmbH", "Summit School", "Cordée SARL", "Kite Beach"],
  categories: [
    { name: "Camping", things: ["Tent", "Stove", "Sleeping Bag", "Lantern"], price: [15, 420] },
    { name: "Climbing", things: ["Rope", "Harness", "Helmet", "Carabiner"], price: [8, 190] },
    { name: "Footwear", things: ["Boot", "Trail Shoe", "Sandal", "Gaiter"], price: [35, 260] },
    { name: "Snow", things: ["Ski", "Snowshoe", "Goggles", "Shell Jacket"], price: [25, 640] },
    { name: "Water", things: ["Paddle", "Dry Bag", "Wetsuit", "Kayak"], price: [12, 890] },
  ],
  adjectives: [
    "Alpine",
    "Breeze",
    "Cedar",
    "Drift",
    "Ember",
    "Fjord",
    "Granite",
    "Horizon",
    "Lichen",
    "Mistral",
  ],
  suppliers: ["Fjällverk AB", "Penha Têxtil", "Montblanc Sports", "Tiroler Loden", "Cascade Gear"],
  storeWord: "Outfitters",
};

export const stationery: Vocabulary = {
  places: [
    { city: "東京", country: "日本", region: "Kantō" },
    { city: "横浜", country: "日本", region: "Kantō" },
    { city: "大阪", country: "日本", region: "Kansai" },
    { city: "京都", country: "日本", region: "Kansai" },
    { city: "札幌", country: "日本", region: "Hokkaidō" },
    { city: "福岡", country: "日本", region: "Kyūshū" },
    { city: "Taipei", country: "Taiwan", region: "Overseas" },
    { city: "Seoul", country: "Korea", region: "Overseas" },
  ],
  people: {
    first: ["さくら", "陽斗", "美咲", "健太", "Naoki", "Yui", "Haruka", "Ren"],
    last: ["佐藤", "鈴木", "高橋", "田中", "Watanabe", "Itō", "Yamamoto", "Kobayashi"],
  },
  companies: ["青空書店", "みどり学園", "Sumida Press", "Kamogawa Art School", "北国事務"],
  categories: [
    { name: "Pens", things: ["Fountain Pen", "Gel Pen", "Brush Pen", "Pencil"], price: [120, 9800] },
    { name: "Paper", things: ["Notebook", "Washi Sheet", "Letter Set", "Planner"], price: [90, 4200] },
    { name: "Ink", things: ["Bottle", "Cartridge", "Ink Stone"], price: [200, 6500] },
    { name: "Desk", things: ["Tray", "Lamp", "Ruler", "Stapler"], price: [150, 12000] },
  ],
  adjectives: ["Asagao", "Botan", "Fuji", "Hagi", "Kaede", "Matsu", "Momiji", "Sumire", "Tsubaki", "Yuri"],
  suppliers: ["花見製紙", "Edo Inks", "Kyo Pen Works", "Mino Paper"],
  storeWord: "Stationery",
};

export const grocery: Vocabulary = {
  places: [
    { city: "Boston", country: "USA", region: "Northeast" },
    { city: "Providence", country: "USA", region: "Northeast" },
    { city: "Chicago", country: "USA", region: "Midwest" },
    { city: "St. Paul", country: "USA", region: "Midwest" },
    { city: "Austin", country: "USA", region: "South" },
    { city: "Montréal", country: "Canada", region: "Canada" },
    { city: "Québec", country: "Canada", region: "Canada" },
  ],
  people: {
    first: ["Ana", "Brian", "Chidi", "Dolores", "Emma", "François", "Gwen", "Hiro", "Isaac", "José"],
    last: ["Nguyễn", "Johnson", "O'Neill", "García", "Tremblay", "Kowalski", "Okafor", "Lee"],
  },
  companies: ["Corner Diner", "Maple School District", "Lakeside Hotel", "Food Bank 12", "Café Génie"],
  categories: [
    { name: "Produce", things: ["Apples", "Kale", "Onions", "Peppers"], price: [1, 9] },
    { name: "Dairy", things: ["Milk", "Cheddar", "Yogurt", "Butter"], price: [2, 14] },
    { name: "Bakery", things: ["Sourdough", "Bagels", "Rye", "Muffins"], price: [2, 11] },
    { name: "Pantry", things: ["Rice", "Beans", "Olive Oil", "Flour"], price: [2, 32] },
    { name: "Frozen", things: ["Peas", "Pizza", "Berries"], price: [3, 16] },
    { name: "Household", things: ["Soap", "Towels", "Bags"], price: [3, 25] },
  ],
  adjectives: [
    "Organic",
    "Local",
    "Family",
    "Value",
    "Kestrel",
    "Harvest",
    "Golden",
    "Smoked",
    "Fresh",
    "Stone",
  ],
  suppliers: ["Prairie Farms", "Cabot Hill", "Ferme du Lac", "Gulf Produce", "Bright Mills", "Union Packing"],
  storeWord: "Grocers",
};
