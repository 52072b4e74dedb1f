//! A private server that is gone when its test is, however that ends.

use crate::database::{signal, Database};
use crate::story::eventually;
use postgres::{Client, Config, NoTls};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::OnceLock;
use std::time::Duration;

const PORT: u16 = 5432;
/// A bound for all tests together, so that a server that hangs ends the run instead of holding it up for ever;
/// `COPILOT_PATIENCE` sets other seconds.
const PATIENCE_WITH_ALL_SECONDS: u64 = 900;
/// A socket's path ends at 107 bytes.
const SOCKET_DIR_BYTES: usize = 85;

/// Waits until the pipe from the test closes (it closes when the test's process dies, too), then clears away.
const KEEPER: &str = r#"
cat >/dev/null
"$1/pg_ctl" stop --silent --mode=immediate --pgdata="$2/data" >/dev/null 2>&1
rm -rf "$2" "$3"
"#;

/// What the runner of the tests tells us.
struct Place {
    bindir: PathBuf,
    user: String,
    dir: PathBuf,
}

fn place() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let told = std::env::var("COPILOT_PATIENCE").ok().and_then(|seconds| seconds.parse().ok());
        let seconds = told.unwrap_or(PATIENCE_WITH_ALL_SECONDS);
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(seconds));
            eprintln!("the tests have not ended after {seconds} s");
            std::process::exit(101);
        });
        let told = |name: &str| {
            std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run scripts/client_tests.sh"))
        };
        let config = told("COPILOT_PG_CONFIG");
        let bindir = Command::new(&config).arg("--bindir").output().expect("pg_config runs").stdout;
        Place {
            bindir: PathBuf::from(String::from_utf8(bindir).expect("a path in UTF-8").trim()),
            user: told("COPILOT_SERVER_USER"),
            dir: PathBuf::from(told("COPILOT_TEST_DIR")),
        }
    })
}

/// A command as the user that servers run as.
pub fn as_server_user(program: impl AsRef<Path>) -> Command {
    let program = program.as_ref();
    let myself = Command::new("id").arg("-un").output().expect("id runs").stdout;
    let mut command = if String::from_utf8_lossy(&myself).trim() == place().user {
        Command::new(program)
    } else {
        let mut command = Command::new("runuser");
        command.args(["-u", &place().user, "--"]).arg(program);
        command
    };
    // A server that inherits RUST_BACKTRACE spends half a second on each ERROR that is caught.
    command.current_dir("/").env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

/// Runs a command to its end; what it prints is shown only when it fails.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A data directory to copy: initdb runs once.
fn pristine_data() -> &'static Path {
    static DATA: OnceLock<PathBuf> = OnceLock::new();
    DATA.get_or_init(|| {
        let data = place().dir.join("pristine");
        let initdb = place().bindir.join("initdb");
        run(as_server_user(initdb)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
            .arg(format!("--pgdata={}", data.display())));
        data
    })
}

/// What a server finds on its machine that others do not.
#[derive(Default)]
struct Surroundings {
    environment: Vec<(String, String)>,
    /// In place of /etc/resolv.conf.
    resolv_conf: Option<String>,
}

pub struct Server {
    dir: PathBuf,
    socket: PathBuf,
    settings: Vec<(String, String)>,
    surroundings: Surroundings,
    keeper: Option<Child>,
}

impl Server {
    /// The server of all tests that leave it unharmed: each has a database of its own in it.
    pub fn shared() -> &'static Server {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| {
            let server = Server::own(&[]);
            // Makes the four roles, once: two CREATE EXTENSION at the same time would both try.
            server.client("postgres", "postgres").batch_execute("create extension copilot_ext").expect("the roles");
            server
        })
    }

    /// A server for one test. Later settings win over earlier ones.
    pub fn own(settings: &[(&str, &str)]) -> Server {
        Server::on(pristine_data(), settings)
    }

    /// A server with these variables in its environment.
    pub fn own_in(environment: &[(&str, &str)], settings: &[(&str, &str)]) -> Server {
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Server::amid(Surroundings { environment, resolv_conf: None }, pristine_data(), settings)
    }

    /// A server that asks other name servers than the machine does. Takes root.
    pub fn own_with_resolv_conf(resolv_conf: &str, settings: &[(&str, &str)]) -> Server {
        let surroundings = Surroundings { environment: Vec::new(), resolv_conf: Some(resolv_conf.into()) };
        Server::amid(surroundings, pristine_data(), settings)
    }

    /// A server on a copy of a data directory.
    pub fn on(data: &Path, settings: &[(&str, &str)]) -> Server {
        Server::amid(Surroundings::default(), data, settings)
    }

    fn amid(surroundings: Surroundings, data: &Path, settings: &[(&str, &str)]) -> Server {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let dir = place().dir.join(NUMBER.fetch_add(1, Ordering::Relaxed).to_string());
        let mut socket = dir.join("socket");
        if socket.as_os_str().len() > SOCKET_DIR_BYTES {
            let name = format!("copilot-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
            socket = std::env::temp_dir().join(name);
        }
        run(as_server_user("mkdir").arg("-p").arg(&dir).arg(&socket));
        run(as_server_user("cp").arg("-a").arg(data).arg(dir.join("data")));
        let keeper = as_server_user("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([&place().bindir, &dir, &socket])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C is for the tests; the keeper follows them.
            .process_group(0)
            .spawn()
            .expect("the keeper starts");
        let mut server = Server { dir, socket, settings: Vec::new(), surroundings, keeper: Some(keeper) };
        let socket = server.socket.display().to_string();
        let defaults = [
            ("listen_addresses", ""),
            ("unix_socket_directories", socket.as_str()),
            ("shared_preload_libraries", "pg_stat_statements,copilot_ext"),
            ("max_connections", "60"),
            ("max_worker_processes", "40"),
            ("shared_buffers", "32MB"),
            ("log_line_prefix", "%m [%p] %u@%d "),
            // No test pulls the plug.
            ("fsync", "off"),
        ];
        for (name, value) in defaults.iter().chain(settings) {
            server.set(name, value);
        }
        server.start();
        server
    }

    /// A server that follows this one by streaming.
    pub fn standby(&self, settings: &[(&str, &str)]) -> Server {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let copy = self.scratch(&format!("copy{}", NUMBER.fetch_add(1, Ordering::Relaxed)));
        run(self
            .program("pg_basebackup")
            .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync"])
            .arg("--pgdata")
            .arg(&copy));
        let primary = format!("host={} port={PORT} user=postgres", self.socket.display());
        let standby = Server::on(&copy, &[&[("primary_conninfo", primary.as_str())], settings].concat());
        run(as_server_user("rm").arg("-rf").arg(&copy));
        standby
    }

    /// Ends recovery.
    pub fn promote(&self) {
        self.client("postgres", "postgres").batch_execute("select pg_promote()").expect("the standby is promoted");
    }

    /// Kills a process of the server, and waits until the server has recovered from that.
    pub fn kill(&self, pid: i32) {
        let mut witness = self.client("postgres", "postgres");
        signal("KILL", pid);
        eventually("every session has ended", || witness.batch_execute("select 1").err());
        eventually("the server has recovered", || self.config("postgres", "postgres").connect(NoTls).ok());
    }

    /// A setting for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.into(), value.into()));
    }

    /// The command with this server's environment and, in a mount namespace of its own, its /etc/resolv.conf.
    fn amid_surroundings(&self, mut command: Command) -> Command {
        command.envs(self.surroundings.environment.iter().map(|(name, value)| (name, value)));
        let Some(resolv_conf) = &self.surroundings.resolv_conf else { return command };
        let file = self.dir.join("resolv.conf");
        std::fs::write(&file, resolv_conf).expect("resolv.conf is written");
        let mount = "mount --bind \"$1\" /etc/resolv.conf && shift && exec \"$@\"";
        let mut inside = Command::new("unshare");
        inside.args(["--mount", "--", "sh", "-c", mount, "sh"]).arg(file);
        inside.arg(command.get_program()).args(command.get_args());
        inside.current_dir("/").env_remove("RUST_BACKTRACE").stdin(Stdio::null());
        inside
    }

    fn control(&self, arguments: &[&str]) {
        let pg_ctl = place().bindir.join("pg_ctl");
        let data = format!("--pgdata={}", self.data().display());
        let log = format!("--log={}", self.dir.join("server.log").display());
        let output = self
            .amid_surroundings(as_server_user(pg_ctl))
            .args(["--wait", "--silent", "--timeout=60", &data, &log])
            .args(arguments)
            .stdout(Stdio::null())
            .output()
            .expect("pg_ctl runs");
        assert!(output.status.success(), "pg_ctl {arguments:?} failed; the server's log:\n{}", self.log());
    }

    pub fn start(&self) {
        let lines: String = self.settings.iter().map(|(name, value)| format!("{name} = '{value}'\n")).collect();
        std::fs::write(self.data().join("postgresql.auto.conf"), lines).expect("settings are written");
        self.control(&["start"]);
    }

    pub fn stop(&self) {
        self.control(&["stop", "--mode=fast"]);
    }

    pub fn stop_immediately(&self) {
        self.control(&["stop", "--mode=immediate"]);
    }

    /// Shoots the postmaster, and waits until none of its processes is left.
    pub fn kill_postmaster(&self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).expect("postmaster.pid");
        let pid: i32 = file.lines().next().and_then(|line| line.parse().ok()).expect("the postmaster's pid");
        signal("KILL", pid);
        let data = self.data().canonicalize().expect("the data directory");
        eventually("every process of the server has ended", || {
            let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
            let mut folders = processes.filter_map(|process| std::fs::read_link(process.path().join("cwd")).ok());
            let is_reaped = !Path::new(&format!("/proc/{pid}")).exists();
            (is_reaped && !folders.any(|folder| folder == data)).then_some(())
        });
    }

    pub fn restart(&self) {
        self.stop();
        self.start();
    }

    pub fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    pub fn key_file(&self) -> PathBuf {
        self.data().join("copilot_audit.key")
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("server.log")).unwrap_or_default()
    }

    /// A program of the installation, told how to reach this server.
    pub fn program(&self, name: &str) -> Command {
        let mut command = as_server_user(place().bindir.join(name));
        command.env("PGHOST", &self.socket).env("PGPORT", PORT.to_string()).env("PGUSER", "postgres");
        command
    }

    pub fn path_of(&self, program: &str) -> PathBuf {
        place().bindir.join(program)
    }

    /// Where a program of the installation may leave a file.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub fn has_library(name: &str) -> bool {
        let pkglibdir = run(Command::new(place().bindir.join("pg_config")).arg("--pkglibdir"));
        Path::new(pkglibdir.trim()).join(format!("{name}.so")).exists()
    }

    pub fn config(&self, database: &str, user: &str) -> Config {
        let mut config = Config::new();
        config.host_path(&self.socket).port(PORT).dbname(database).user(user);
        config.connect_timeout(Duration::from_secs(20));
        config
    }

    pub fn client(&self, database: &str, user: &str) -> Client {
        self.config(database, user)
            .connect(NoTls)
            .unwrap_or_else(|e| panic!("{user} at {database}: {e}\n{}", self.log()))
    }

    /// A new database with the extension in it.
    pub fn database(&self, name: &str) -> Database<'_> {
        let database = self.empty_database(name, "");
        database.superuser().batch_execute("create extension copilot_ext").expect("create extension copilot_ext");
        database
    }

    /// A new database without the extension.
    pub fn empty_database(&self, name: &str, options: &str) -> Database<'_> {
        let database = Database::new(self, name);
        let create = format!("create database {} {options}", database.quoted());
        self.client("postgres", "postgres").batch_execute(&create).unwrap_or_else(|e| panic!("{create}: {e}"));
        database
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}
