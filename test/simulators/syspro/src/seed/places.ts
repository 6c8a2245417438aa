/** A town of a customer: what stands in which address line. */
export interface Place {
  city: string;
  suburb: string;
  province: string;
  postalCode: string;
  country: string;
  currency: string;
  dialling: string;
}

const place =
  (currency: string, dialling: string, country: string) =>
  (text: string): Place => {
    const [city = '', suburb = '', province = '', postalCode = ''] = text.split('|');
    return { city, suburb, province, postalCode, country, currency, dialling };
  };

export const SOUTH_AFRICA: readonly Place[] = [
  'Johannesburg|Wadeville|Gauteng|1422',
  'Cape Town|Epping Industria|Western Cape|7460',
  'Durban|Pinetown|KwaZulu-Natal|3610',
  'Gqeberha|Deal Party|Eastern Cape|6012',
  'Pretoria|Silverton|Gauteng|0184',
  'Bloemfontein|Hilton|Free State|9301',
  'Polokwane|Ladine|Limpopo|0699',
  'Rustenburg|Waterval East|North West|0300',
  'Mbombela|Riverside Park|Mpumalanga|1200',
  'Kimberley|Beaconsfield|Northern Cape|8301',
].map(place('R', '+27', 'South Africa'));

export const UNITED_STATES: readonly Place[] = [
  'Houston||TX|77041',
  'Cleveland||OH|44135',
  'Portland||OR|97210',
  'Charlotte||NC|28206',
  'Milwaukee||WI|53214',
].map(place('$', '+1', 'U.S.A.'));

export const EUROPE: readonly Place[] = [
  ...['Duisburg|Ruhrort||47119', 'Stuttgart|Feuerbach||70469', 'Hamburg|Billbrook||22113'].map(
    place('EUR', '+49', 'Germany'),
  ),
  ...['Rotterdam|Waalhaven||3089 JH', 'Eindhoven|Acht||5626 DC'].map(place('EUR', '+31', 'The Netherlands')),
  ...['Lyon|Gerland||69007', 'Lille|Lomme||59160'].map(place('EUR', '+33', 'France')),
  ...['Bilbao|Zorroza||48013'].map(place('EUR', '+34', 'Spain')),
  ...['Cork|Little Island||T45 KD30'].map(place('EUR', '+353', 'Ireland')),
];
