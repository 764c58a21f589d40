/** The app and its team, as the pretended Slack knows them. */
export const IDENTITY = {
  teamId: 'T0LPSE00001',
  teamName: 'LPSE',
  teamDomain: 'lpse-sandbox',
  appId: 'A0LPSE00001',
  botId: 'B0LPSE00001',
  botUserId: 'U0LPSEBOT01',
  botName: 'helpdesk',
  botRealName: 'Helpdesk LPSE',
  /** The old verification token that still stands in every payload; nobody should check it. */
  verificationToken: 'sandbox-verification-token',
} as const;
