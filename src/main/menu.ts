import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The native menu: only what the system expects of a window. The studio's own commands and their shortcuts live in the
 * page; undo and redo are not here, because a menu's accelerator would take the key from the page.
 */
export function setMenu(): void {
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [{ role: 'togglefullscreen' }, { role: 'reload' }, { role: 'toggleDevTools' }],
  };
  // On macOS the clipboard of text fields works only through a menu.
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  };
  const template: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [{ role: 'appMenu' }, edit, view, { role: 'windowMenu' }]
      : [{ label: 'File', submenu: [{ role: 'quit' }] }, view];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
