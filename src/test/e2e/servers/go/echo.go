package main

import (
	"io"
	"net/http"

	coder "github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	contrib "github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	"github.com/olahol/melody"
	xnet "golang.org/x/net/websocket"
)

func gorillaEcho(w http.ResponseWriter, r *http.Request) {
	upgrader := gorilla.Upgrader{}
	connection, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	for {
		kind, message, err := connection.ReadMessage()
		if err != nil || connection.WriteMessage(kind, message) != nil {
			return
		}
	}
}

func coderEcho(w http.ResponseWriter, r *http.Request) {
	connection, err := coder.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer connection.CloseNow()
	for {
		kind, message, err := connection.Read(r.Context())
		if err != nil || connection.Write(r.Context(), kind, message) != nil {
			return
		}
	}
}

// The type that most examples take; it looks at the Origin, where a Server without a Handshake does not.
func xnetEcho() http.Handler {
	return xnet.Handler(func(connection *xnet.Conn) { io.Copy(connection, connection) })
}

type gwsHandler struct{ gws.BuiltinEventHandler }

func (gwsHandler) OnMessage(connection *gws.Conn, message *gws.Message) {
	defer message.Close()
	connection.WriteMessage(message.Opcode, message.Bytes())
}

var gwsUpgrader = gws.NewUpgrader(&gwsHandler{}, nil)

func gwsEcho(w http.ResponseWriter, r *http.Request) {
	connection, err := gwsUpgrader.Upgrade(w, r)
	if err != nil {
		return
	}
	go connection.ReadLoop()
}

func gobwasEcho(w http.ResponseWriter, r *http.Request) {
	connection, _, _, err := gobwas.UpgradeHTTP(r, w)
	if err != nil {
		return
	}
	go func() {
		defer connection.Close()
		for {
			message, kind, err := wsutil.ReadClientData(connection)
			if err != nil || wsutil.WriteServerMessage(connection, kind, message) != nil {
				return
			}
		}
	}()
}

func melodyEcho() http.Handler {
	m := melody.New()
	m.HandleMessage(func(session *melody.Session, message []byte) { session.Write(message) })
	m.HandleMessageBinary(func(session *melody.Session, message []byte) { session.WriteBinary(message) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.HandleRequest(w, r) })
}

func fiberEcho() string {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", contrib.New(func(connection *contrib.Conn) {
		for {
			kind, message, err := connection.ReadMessage()
			if err != nil || connection.WriteMessage(kind, message) != nil {
				return
			}
		}
	}))
	listener := listen()
	go app.Listener(listener)
	return url(listener.Addr(), "/")
}
