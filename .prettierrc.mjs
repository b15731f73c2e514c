// The plug-in is found where ./dev installed it (DEV_NODE), else beside this file for an editor.
import { createRequire } from "node:module";

const require = createRequire(process.env.DEV_NODE ?? import.meta.url);

export default {
    printWidth: 100,
    tabWidth: 4,
    bracketSpacing: true,
    plugins: [require.resolve("@prettier/plugin-xml")],
    xmlWhitespaceSensitivity: "ignore",
};
