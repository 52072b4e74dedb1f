addEventListener("load", () => {
  const page = document.getElementById("frame").contentDocument;
  const wide = page.documentElement.clientWidth;
  let overflow = page.documentElement.scrollWidth - wide, widest = "";
  for (const element of page.body.querySelectorAll("*")) {
    const beyond = Math.ceil(element.getBoundingClientRect().right - wide);
    if (beyond > overflow || (beyond > 0 && !widest)) { overflow = Math.max(overflow, beyond); widest = element.outerHTML.slice(0, 120); }
  }
  document.getElementById("result").textContent = JSON.stringify({
    overflow, widest, elements: page.querySelectorAll("*").length, scripts: page.scripts.length,
  });
});
