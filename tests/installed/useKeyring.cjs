// Run with `-r` after Playwright's loader, which sends every Chromium it starts to no keyring at all.
require('electron').app.commandLine.appendSwitch('password-store', 'gnome-libsecret');
