/** Where the browser keeps the chosen theme. */
export const storageKey = "berth.theme";

/**
 * Runs before the first paint, so that a page never flashes in the other theme. It keeps following the system
 * and other tabs for as long as the page lives.
 */
export const themeScript = `(function(){var d=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)");
function a(){var c="system";try{c=localStorage.getItem("${storageKey}")||c}catch(e){}
var k=c==="dark"||(c!=="light"&&m.matches);d.dataset.theme=k?"dark":"light";d.classList.toggle("dark",k)}
a();m.addEventListener("change",a);addEventListener("storage",a);addEventListener("berth:theme",a)})()`;
