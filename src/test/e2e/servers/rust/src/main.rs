//! One server of each library, on a free port each; where they are is told in one line. Each of them echoes in the way
//! that the library's own example shows: what is received is sent back.

use std::net::TcpListener;

mod echo;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut urls = Vec::new();
        let mut take = |id: &str| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            listener.set_nonblocking(true).expect("a listener that does not block");
            let address = listener.local_addr().expect("its address");
            urls.push(format!("\"{id}\":\"ws://{address}/\""));
            listener
        };
        let (axum, poem, warp, tungstenite, actix) =
            (take("axum"), take("poem"), take("warp"), take("tungstenite"), take("actix"));
        let rocket = take("rocket");
        let rocket_port = rocket.local_addr().expect("its address").port();
        drop(rocket);

        tokio::spawn(echo::axum(axum));
        tokio::spawn(echo::poem(poem));
        tokio::spawn(echo::warp(warp));
        tokio::spawn(echo::tungstenite(tungstenite));
        tokio::spawn(echo::rocket(rocket_port));
        std::thread::spawn(move || echo::actix(actix));
        while std::net::TcpStream::connect(("127.0.0.1", rocket_port)).is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        println!("{{{}}}", urls.join(","));

        let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("a signal");
        end.recv().await;
        std::process::exit(0);
    });
}
