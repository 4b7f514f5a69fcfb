use futures_util::{SinkExt, StreamExt};
use std::net::TcpListener as Listener;
use tokio::net::TcpListener;

pub async fn axum(listener: Listener) {
    async fn upgrade(upgrade: axum::extract::ws::WebSocketUpgrade) -> axum::response::Response {
        upgrade.on_upgrade(|mut socket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
    }
    let router = axum::Router::new().route("/", axum::routing::get(upgrade));
    axum::serve(TcpListener::from_std(listener).expect("axum's listener"), router).await.expect("axum");
}

pub async fn poem(listener: Listener) {
    #[poem::handler]
    fn upgrade(socket: poem::web::websocket::WebSocket) -> impl poem::IntoResponse {
        socket.on_upgrade(|mut socket| async move {
            while let Some(Ok(message)) = socket.next().await {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
    }
    let routes = poem::Route::new().at("/", poem::get(upgrade));
    let acceptor = poem::listener::TcpAcceptor::from_std(listener).expect("poem's listener");
    poem::Server::new_with_acceptor(acceptor).run(routes).await.expect("poem");
}

pub async fn warp(listener: Listener) {
    use warp::Filter;
    let routes = warp::path::end().and(warp::ws()).map(|upgrade: warp::ws::Ws| {
        upgrade.on_upgrade(|socket| async move {
            let (mut out, mut messages) = socket.split();
            while let Some(Ok(message)) = messages.next().await {
                if out.send(message).await.is_err() {
                    return;
                }
            }
        })
    });
    let listener = TcpListener::from_std(listener).expect("warp's listener");
    warp::serve(routes).incoming(listener).run().await;
}

pub async fn tungstenite(listener: Listener) {
    let listener = TcpListener::from_std(listener).expect("tungstenite's listener");
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(async move {
            let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
            while let Some(Ok(message)) = socket.next().await {
                if (message.is_text() || message.is_binary()) && socket.send(message).await.is_err() {
                    return;
                }
            }
        });
    }
}

pub async fn rocket(port: u16) {
    #[rocket::get("/")]
    fn upgrade(socket: rocket_ws::WebSocket) -> rocket_ws::Stream!['static] {
        rocket_ws::Stream! { socket =>
            for await message in socket {
                yield message?;
            }
        }
    }
    let settings = rocket::Config::figment().merge(("port", port)).merge(("address", "127.0.0.1")).merge(("log_level", "off"));
    let _ = rocket::custom(settings).mount("/", rocket::routes![upgrade]).launch().await;
}

pub fn actix(listener: Listener) {
    use actix_web::{web, App, Error, HttpRequest, HttpResponse, HttpServer};
    async fn upgrade(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
        let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
        actix_web::rt::spawn(async move {
            while let Some(Ok(message)) = messages.next().await {
                let sent = match message {
                    actix_ws::Message::Ping(payload) => session.pong(&payload).await,
                    actix_ws::Message::Text(text) => session.text(text).await,
                    actix_ws::Message::Binary(bytes) => session.binary(bytes).await,
                    _ => break,
                };
                if sent.is_err() {
                    return;
                }
            }
            let _ = session.close(None).await;
        });
        Ok(response)
    }
    actix_web::rt::System::new()
        .block_on(HttpServer::new(|| App::new().route("/", web::get().to(upgrade))).workers(1).listen(listener).expect("actix").run())
        .expect("actix");
}
