// `npm run demo`: creates an app, deploys it to this machine and checks it answers.
