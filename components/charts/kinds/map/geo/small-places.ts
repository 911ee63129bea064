/** Countries and territories too small for the bundled shapes, `code latitude longitude`: they are dots. */
const SMALL = `AD 42.5 1.5,AG 17.1 -61.8,AI 18.2 -63.1,AS -14.3 -170.7,AW 12.5 -70,AX 60.2 20,BB 13.2 -59.5,BH 26 50.5,BL 17.9 -62.8,BM 32.3 -64.8,BQ 12.2 -68.3,CC -12.2 96.9,CK -21.2 -159.8,CV 15.1 -23.6,CW 12.2 -69,CX -10.5 105.6,DM 15.4 -61.4,FM 6.9 158.2,FO 62 -6.9,GD 12.1 -61.7,GF 4 -53,GG 49.5 -2.6,GI 36.1 -5.35,GP 16.2 -61.5,GU 13.4 144.8,HK 22.3 114.2,IM 54.2 -4.5,JE 49.2 -2.1,KI 1.4 173,KM -11.9 43.4,KN 17.3 -62.7,KY 19.3 -81.3,LC 13.9 -61,LI 47.15 9.55,MC 43.73 7.42,MF 18.1 -63.1,MH 7.1 171.2,MO 22.2 113.5,MP 15.2 145.7,MQ 14.6 -61,MS 16.7 -62.2,MT 35.9 14.4,MU -20.3 57.6,MV 3.2 73.2,NF -29 168,NR -0.5 166.9,NU -19.1 -169.9,PF -17.7 -149.4,PM 46.9 -56.3,PN -24.4 -128.3,PW 7.5 134.6,RE -21.1 55.5,SC -4.7 55.5,SG 1.35 103.8,SH -16 -5.7,SM 43.94 12.46,ST 0.2 6.6,SX 18 -63.1,TC 21.8 -71.8,TK -9.2 -171.8,TO -21.2 -175.2,TV -8.5 179.2,VA 41.9 12.45,VC 13.25 -61.2,VG 18.4 -64.6,VI 18.3 -64.9,WF -13.3 -176.2,WS -13.8 -172.1,YT -12.8 45.2`;

/** Longitude and latitude by code. */
export const smallPlaces: ReadonlyMap<string, [longitude: number, latitude: number]> = new Map(
  SMALL.split(",").map((line) => {
    const [code = "", latitude, longitude] = line.split(" ");
    return [code, [Number(longitude), Number(latitude)]];
  }),
);
