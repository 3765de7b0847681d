import type { Texts } from '../en';
import { counted } from './intl';

export const errors: Texts['errors'] = {
  failures: {
    invalid_input: 'Die Eingabe wurde abgewiesen. Prüfen und erneut versuchen.',
    unauthenticated: 'Niemand ist angemeldet. Anmelden und erneut versuchen.',
    forbidden: 'Diese Rolle erlaubt das nicht. Ein Admin kann sie ändern.',
    not_found: 'Es ist nicht mehr da. Jemand anderes hat es entfernt.',
    already_exists: 'Das gibt es schon. Einen anderen Namen wählen.',
    conflict: 'Inzwischen hat sich etwas geändert. Noch einmal ansehen.',
    wrong_credentials: 'E-Mail oder Passwort ist falsch.',
    try_again_later: 'Zu viele falsche Passwörter. Später erneut versuchen.',
    password_change_required: 'Ein neues Passwort ist fällig. Zuerst eines festlegen.',
    key_unavailable:
      'Der Schlüsselbund gibt PHOENIX_SECRET nicht heraus, daher wird nichts verschlüsselt. Was zu tun ist, steht unter Allgemein → Verschlüsselung.',
    expired: 'Die Zeit dafür ist abgelaufen.',
    cancelled: 'Es wurde abgebrochen. Nichts wurde geändert.',
    storage_locked: 'Ein anderes Programm hält den Datenspeicher. Es schließen und erneut versuchen.',
    storage_full: 'Der Datenträger ist voll. Platz schaffen und erneut versuchen.',
    storage_read_only: 'Der Datenordner ist schreibgeschützt. Schutz aufheben und erneut versuchen.',
    storage_failed:
      'Der Datenspeicher ließ sich nicht lesen oder schreiben. Datenträger prüfen und erneut versuchen.',
    too_large: 'Das ist mehr, als eine Anfrage fassen darf. Verkleinern und erneut versuchen.',
    shutting_down: 'Phoenix Secrets wird beendet. Neu starten und erneut versuchen.',
    unreachable: 'Der Server ist nicht erreichbar. Netzwerk prüfen und erneut versuchen.',
    not_phoenix: 'Das ist kein Phoenix-Server. Adresse prüfen.',
    bad_answer: 'Die Antwort des Servers ist nicht brauchbar. Erneut versuchen oder dem Betreiber melden.',
    too_old: 'Jenes Phoenix hat keine Secrets. Nötig ist 13.0 oder neuer.',
    server_failed: 'Der Server ist gescheitert. Erneut versuchen oder dem Betreiber melden.',
    server_busy: 'Der Server verlangt weniger Anfragen. In einer Minute erneut versuchen.',
    sign_in_needed: 'Der Server verlangt eine Anmeldung. Erneut anmelden.',
    outcome_unknown: 'Es kam keine Antwort. Vielleicht wurde gespeichert, vielleicht nicht.',
    internal: 'In Phoenix Secrets ist etwas schiefgegangen. Erneut versuchen.',
  },

  conflicts: {
    last_admin: 'Das ist der letzte Admin. Zuerst jemand anderem die Rolle Admin geben.',
    own_account: 'Niemand kann sich selbst löschen oder die eigene Rolle ändern. Ein anderer Admin kann es.',
    email_taken: 'Ein anderer Benutzer hat diese E-Mail-Adresse.',
    username_taken: 'Ein anderer Benutzer hat diesen Benutzernamen.',
    set_by_environment: 'PHOENIX_SECRET ist in der Umgebung gesetzt, die Vorrang hat. Dort ändern.',
    already_set: 'Ein Schlüssel ist schon festgelegt. Er wurde nicht geändert.',
    not_required: 'Das Passwort muss nicht geändert werden.',
    no_authentication: 'Die Anmeldung ist ausgeschaltet.',
    no_keychain:
      'Dieses System hat keinen Schlüsselbund, der den Schlüssel aufnimmt. PHOENIX_SECRET stattdessen in der Umgebung setzen.',
    changed_meanwhile: 'Es wurde inzwischen geändert. Noch einmal ansehen.',
    connection_changed:
      'Die Verbindung wurde inzwischen geändert, und nichts wurde gesendet. Die Liste ansehen und erneut versuchen.',
    no_undo: 'Ein Server kann nicht zurückbringen, was dort gelöscht wurde.',
  },

  accountFaults: {
    password_refused: 'Der Server nimmt dieses Passwort nicht an. Ein anderes wählen.',
    email_format: 'Eine E-Mail-Adresse hat die Form name@example.com.',
    email_too_long: 'Die E-Mail-Adresse ist zu lang. Erlaubt sind 320 Zeichen.',
    name_empty: 'Der Name ist leer. Einen eingeben.',
    name_too_long: 'Der Name ist zu lang. Erlaubt sind 100 Zeichen.',
    password_too_short: 'Das Passwort ist zu kurz. Nötig sind mindestens 8 Zeichen.',
    password_too_long: 'Das Passwort ist zu lang. Erlaubt sind 1.000 Zeichen.',
    password_is_name: 'Das Passwort darf weder der Benutzername noch die E-Mail-Adresse sein.',
    password_unchanged: 'Das ist das bisherige Passwort. Ein anderes wählen.',
    password_mismatch: 'Die beiden Passwörter stimmen nicht überein.',
  },

  keyFaults: {
    key_empty: 'Der Schlüssel ist leer. Einen eingeben, zum Beispiel OPENAI_API_KEY.',
    key_starts_with_digit:
      'Ein Schlüssel kann nicht mit einer Ziffer beginnen. Mit einem Buchstaben oder Unterstrich beginnen.',
    key_hyphen: 'Ein Schlüssel kann keinen Bindestrich enthalten. Einen Unterstrich benutzen.',
    key_character: 'Ein Schlüssel kann nur Buchstaben von A bis Z, Ziffern und Unterstriche enthalten.',
  },

  valueFaults: {
    value_empty: 'Der Wert ist leer. Einfügen oder eingeben.',
    value_not_unicode: 'Der Wert enthält ein beschädigtes Zeichen. Noch einmal von der Quelle kopieren.',
  },

  tryAgainIn: (seconds) => `Erneut versuchen in ${counted(seconds, 'Sekunde', 'Sekunden')}`,
  nameEmpty: 'Der Name ist leer. Eingeben, was den Schlüssel benutzt.',
  nameTooLong: 'Der Name ist zu lang. Erlaubt sind 100 Zeichen.',
  notSaved: 'Nicht gespeichert.',
  notDeleted: 'Nicht gelöscht.',
};
