import type { StartTexts } from '../en/start';

export const start: StartTexts = {
  settings: {
    port: (standard) =>
      'PHOENIX_SECRETS_PORT muss eine ganze Zahl von 0 bis 65535 sein. ' +
      `Einen freien Port setzen, 0 für irgendeinen freien, oder die Variable für ${standard} weglassen.`,
    secret: (variable, rule) =>
      `${variable} ${rule}. Einen anderen Wert setzen (openssl rand -hex 32 erzeugt einen) oder die Variable weglassen.`,
    secretRules: {
      secret_empty: 'darf nicht leer sein',
      secret_space: 'darf keinen Leerraum enthalten',
      secret_not_ascii: 'darf nur ASCII-Zeichen enthalten',
      secret_too_short: 'muss mindestens 32 Zeichen lang sein',
      secret_digit: 'muss mindestens eine Ziffer enthalten',
      secret_lower_case: 'muss mindestens einen Kleinbuchstaben enthalten',
    },
    enableAuth:
      'PHOENIX_ENABLE_AUTH muss true oder false sein. Eines davon setzen oder die Variable für false weglassen.',
    updateFeed:
      'PHOENIX_SECRETS_UPDATE_FEED muss eine https-Adresse ohne Passwort darin sein. Eine solche setzen oder die Variable weglassen: Dann wird nach keiner neueren Version gesucht.',
    adminSecretAlone:
      'PHOENIX_ADMIN_SECRET darf nicht ohne PHOENIX_SECRET gesetzt sein. Auch PHOENIX_SECRET setzen oder die Variable weglassen.',
    adminSecretEqual:
      'PHOENIX_ADMIN_SECRET muss sich von PHOENIX_SECRET unterscheiden. Für eines davon einen anderen Wert setzen.',
    descriptorNumber: (flag, variable) =>
      `${flag}N muss einen offenen Dateideskriptor ab 3 nennen. ` +
      `Eine Zahl benutzen oder stattdessen ${variable} in der Umgebung setzen.`,
    descriptorUnread: (flag, descriptor, variable) =>
      `${flag}${descriptor} ließ sich nicht lesen. ` +
      `Den Deskriptor für das Programm öffnen oder stattdessen ${variable} in der Umgebung setzen.`,
    portTaken: (port) =>
      `PHOENIX_SECRETS_PORT: Port ${port} ist von einem anderen Programm belegt. Einen anderen Port setzen oder 0 für irgendeinen freien.`,
    portUnusable: (port, code) =>
      `PHOENIX_SECRETS_PORT: Port ${port} ist nicht nutzbar (${code}). Einen anderen Port setzen oder 0 für irgendeinen freien.`,
    noDataFolder:
      'HOME ist nicht gesetzt, sodass nichts einen Datenordner nennt. HOME setzen, oder PHOENIX_WORKING_DIR auf einen eigenen Ordner.',
    dataFolder: (reason) =>
      `Der Datenordner ist nicht nutzbar: ${reason}. PHOENIX_WORKING_DIR auf einen eigenen Ordner setzen.`,
  },

  path: {
    link: (path) => `${path} ist eine symbolische Verknüpfung`,
    notAFolder: (path) => `${path} ist kein Ordner`,
    notAFile: (path) => `${path} ist keine gewöhnliche Datei`,
    shared: (path) => `${path} wird von allen Benutzern geteilt (sticky)`,
    open: (path) => `${path} kann von anderen Benutzern beschrieben werden`,
    foreign: (path) => `${path} gehört einem anderen Benutzer`,
    notMade: (path, code) => `${path} lässt sich nicht anlegen (${code})`,
  },
  unknownReason: 'unbekannter Grund',

  file: {
    refused: (reason) => `${reason}. Nichts wurde geändert. Beiseitelegen und neu starten.`,
    unwritable: (path, code) =>
      `${path} lässt sich nicht schreiben${code === undefined ? '' : ` (${code})`}. ` +
      'Rechte des Ordners und Platz auf dem Datenträger prüfen.',
    unlockable: (path) => `${path} lässt sich nicht sperren. Beiseitelegen und neu starten.`,
  },

  running: {
    already: (folder, who) =>
      `Phoenix Secrets läuft schon auf ${folder}: ${who} hält den Ordner. ` +
      'Jenes zuerst beenden oder PHOENIX_WORKING_DIR auf einen anderen Ordner setzen.',
    process: (pid, mode, since) => `Prozess ${pid} (${mode}, seit ${since})`,
    modes: { window: 'mit Fenster', headless: '--headless' },
    unknownProcess: 'ein anderer Prozess',
  },

  store: {
    foreign: (path) =>
      `${path} stammt von einem anderen Programm. Nichts wurde geändert. Beiseitelegen oder PHOENIX_WORKING_DIR auf einen anderen Ordner setzen.`,
    newer: (path, found, known) =>
      `${path} stammt von einer neueren Version von Phoenix Secrets (Schema ${found}, diese kennt ${known}). ` +
      'Nichts wurde geändert. Die neuere Version starten.',
    odd: (path, kinds) =>
      `${path} enthält, was Phoenix Secrets nicht dort abgelegt hat (${kinds}). Nichts wurde geändert. ` +
      'Eine Sicherung einspielen oder beiseitelegen, um mit leerem Speicher zu beginnen.',
    damaged: (path) =>
      `${path} ist beschädigt. Nichts wurde geändert. Eine Kopie aufbewahren; dann eine Sicherung einspielen oder beiseitelegen, um mit leerem Speicher zu beginnen.`,
    locked: (path) =>
      `${path} ist von einem anderen Prozess gesperrt. Schließen, was die Datei benutzt, und neu starten.`,
    full: (path) => `Der Datenträger von ${path} ist voll. Platz schaffen und neu starten.`,
    unwritable: (path, code) =>
      `${path} lässt sich nicht schreiben (${code}). Rechte der Datei und ihres Ordners prüfen.`,
    unopenable: (path, code) => `${path} lässt sich nicht öffnen (${code}). Den Datenträger prüfen.`,
  },
};
